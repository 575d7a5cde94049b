import ArgumentParser
import WebSocketTransport
import WebSocketWire

/// What a relay changes: heads of requests, when bytes pass, and how many.
struct ProxyChangeOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Pass this many bytes at a time, a ms apart.", valueName: "n"),
    transform: Int.argument(in: 1...1_000_000))
  var chop: Int?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Hold each byte back for so long.", valueName: "ms"),
    transform: Int.argument(in: 0...3_600_000))
  var delay: Int?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Pass this much in a second, each way.", valueName: "bytes"),
    transform: ByteCount.init(argument:))
  var throttle: ByteCount?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("End both streams once so much has passed.", valueName: "bytes"),
    transform: ByteCount.init(argument:))
  var closeAfter: ByteCount?

  @Option(
    name: .customLong("set-header"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Set this field of upgrade requests.", valueName: "field"))
  var fields: [String] = []

  @Option(
    name: .customLong("remove-header"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Drop the fields of this name from them.", valueName: "name"))
  var omitted: [String] = []

  /// What these options make of the heads of requests.
  func requests() throws -> RequestChanges {
    var changes = RequestChanges()
    changes.fields = try fields.map { try HTTPField($0) }
    changes.omitted = Set(try omitted.map { try HTTPField(name: $0, value: "").name.lowercased() })
    return changes
  }

  /// What these options make of the passing.
  func shape() throws(Failure) -> RelayShape {
    if throttle?.value == 0 {
      throw Failure(.usage, "--throttle 0 would let nothing pass, expected bytes in a second")
    }
    var shape = RelayShape()
    shape.piece = chop
    shape.delay = .milliseconds(delay ?? 0)
    shape.rate = throttle.map { Int(clamping: $0.value) }
    shape.limit = closeAfter?.value
    return shape
  }
}

import ArgumentParser
import WebSocketWire

/// What of a request few change.
struct RequestDetailOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Send this Host field.", valueName: "host", visibility: .hidden))
  var host: String?

  @Option(
    name: [.customLong("method"), .customShort("X", allowingJoined: true), .customLong("request")],
    parsing: .unconditional,
    help: ArgumentHelp("Ask with this method, not GET.", valueName: "method", visibility: .hidden))
  var method: String?

  @Flag(help: ArgumentHelp("Send the URL's path as it is written.", visibility: .hidden))
  var pathAsIs = false

  @Option(
    name: [.customShort("p", allowingJoined: true), .customLong("protocol")], parsing: .unconditional,
    help: ArgumentHelp(
      "Send this Sec-WebSocket-Version, not 13.", valueName: "version", visibility: .hidden),
    transform: Self.version)
  var version: Int?

  @Option(
    name: [.customShort("A", allowingJoined: true), .customLong("user-agent")], parsing: .unconditional,
    help: ArgumentHelp(
      "Send this User-Agent field (default \(ProgramVersion.userAgent)).", valueName: "name",
      visibility: .hidden))
  var userAgent: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Show so much of a refusal's content as it is (all: up to 64M).", valueName: "bytes",
      visibility: .hidden),
    transform: ShownContent.init(argument:))
  var showBody: ShownContent?

  private static func version(_ text: String) throws -> Int {
    if let number = Digits.decimal(text), number <= 255 { return number }
    throw ValueError(
      expected: "a version of the protocol, 0 to 255"
        + (Digits.decimal(text) == nil ? "; did you mean --subprotocol (-s)?" : ""))
  }
}

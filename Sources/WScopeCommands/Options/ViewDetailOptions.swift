import ArgumentParser
import WebSocketInspect

/// What of the views few change.
struct ViewDetailOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp("Show a JSON text with a member or an element a line.", visibility: .hidden))
  var pretty = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Show at most this much of a payload (at a prompt: 20 lines).", valueName: "bytes", visibility: .hidden),
    transform: ByteCount.init(argument:))
  var viewBytes: ByteCount?

  /// The option that is given and asks for views; nil for none.
  var given: String? { pretty ? "--pretty" : viewBytes != nil ? "--view-bytes" : nil }

  /// How much of a payload is shown; nil where it is not said.
  var extent: PayloadExtent? { viewBytes.map { .bytes(Int(clamping: $0.value)) } }
}

import ArgumentParser
import WebSocketWire

/// How messages are written where they are given.
struct MessageFormOptions: ParsableArguments {
  @Flag(help: ArgumentHelp("Send text messages, where binary is the default.", visibility: .hidden))
  var text = false

  @Flag(
    name: [.customShort("0"), .customLong("null")],
    help: ArgumentHelp("A NUL ends messages, of input and of output.", visibility: .hidden))
  var null = false

  @Flag(
    help: ArgumentHelp(
      "Messages have escapes: \\n, \\r, \\t, \\0, \\\\, \\xHH, \\u{HEX}.", visibility: .hidden))
  var escapes = false

  @Flag(help: ArgumentHelp("Lines of input are hex.", visibility: .hidden))
  var hexLines = false

  @Flag(help: ArgumentHelp("Lines of input are base64.", visibility: .hidden))
  var base64 = false

  @Flag(help: ArgumentHelp("End each message with CR LF.", visibility: .hidden))
  var crlf = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Send text and binary messages in frames of this size.", valueName: "bytes", visibility: .hidden),
    transform: Self.fragment)
  var fragment: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Send a message after a reply (lockstep), N/s, or every N seconds.", valueName: "pace",
      visibility: .hidden),
    transform: SendPace.init(argument:))
  var pace: SendPace?

  private static func fragment(_ text: String) throws(ValueError) -> Int {
    let size = try ByteCount(argument: text).value
    guard size > 0 else { throw ValueError(expected: "1 byte or more") }
    return Int(clamping: size)
  }

  func spelling() throws(Failure) -> MessageSpelling {
    let given = [escapes ? "--escapes" : nil, hexLines ? "--hex-lines" : nil, base64 ? "--base64" : nil]
      .compactMap(\.self)
    guard given.count < 2 else {
      throw Failure(.usage, "\(given[0]) and \(given[1]) exclude each other")
    }
    return MessageSpelling(
      form: escapes ? .escapes : hexLines ? .hex : base64 ? .base64 : .plain, endsWithCRLF: crlf)
  }
}

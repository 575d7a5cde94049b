import WebSocketCapture
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// A line of a pipe that sends a control frame, as wscat's `--slash` has them.
enum SlashCommand {
  case ping([UInt8])
  case pong([UInt8])
  case close(CloseCode, reason: String)
  /// A text message in this many frames.
  case fragments([[UInt8]])
  case frame(FrameSpec)
  /// What was recorded: a frame, or a message.
  case recorded(RecordedFrame)

  /// Reads a line; nil for one that is a message. `origin` is what a sentence calls it.
  static func read(_ line: [UInt8], origin: String) throws(Failure) -> SlashCommand? {
    guard line.first == 0x2F, line.dropFirst().first != 0x2F else { return nil }
    let word = line.dropFirst().prefix { $0 != 0x20 }
    let rest = Array(line[word.endIndex...].drop { $0 == 0x20 })
    switch String(decoding: word, as: UTF8.self) {
    case "ping": return .ping(rest)
    case "pong": return .pong(rest)
    case "close": return try close(rest, origin)
    default:
      throw Failure(
        .badData, "\(origin): /\(Escaper.line(bytes: word.prefix(40))) is not a command of a pipe",
        hint: "/ping, /pong and /close are; a message that begins with a slash is written with two")
    }
  }

  private static func close(_ words: [UInt8], _ origin: String) throws(Failure) -> SlashCommand {
    let digits = words.prefix { $0 != 0x20 }
    guard !digits.isEmpty else { return .close(.normalClosure, reason: "") }
    let number = Digits.decimal(String(decoding: digits, as: UTF8.self)).flatMap { UInt16(exactly: $0) }
    guard let code = number.map({ CloseCode(rawValue: $0) }), code.isSendable else {
      throw Failure(
        .badData, "\(origin): \(Escaper.line(bytes: digits.prefix(40))) is not a code that a Close can have",
        hint: "1000 says that all is done, and 3000 to 4999 are free (RFC 6455 7.4)")
    }
    let reason = words[digits.endIndex...].drop { $0 == 0x20 }
    return .close(code, reason: String(decoding: reason, as: UTF8.self))
  }

  /// Sends the frame.
  func send(on session: WebSocketSession) throws(UsageError) {
    switch self {
    case .ping(let payload): try session.ping(payload)
    case .pong(let payload): try session.pong(payload)
    case .close(let code, let reason): try session.close(code, reason: reason)
    case .fragments(let pieces): try session.send(.text, fragments: pieces)
    case .frame(let spec):
      var generator = PooledGenerator()
      try session.sendFrame(spec.header(using: &generator), payload: spec.payload)
    case .recorded(let frame): try frame.send(on: session)
    }
  }

  /// Whether it ends a message.
  var isMessage: Bool {
    switch self {
    case .fragments: true
    case .frame(let spec): spec.isFinal && !spec.opcode.isControl
    case .recorded(let frame): frame.header.isFinal && !frame.header.opcode.isControl
    case .ping, .pong, .close: false
    }
  }

  /// Whether nothing can be sent after it.
  var isLast: Bool { if case .close = self { true } else { false } }
}

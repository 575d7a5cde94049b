import WebSocketInspect
import WebSocketWire

/// What a line after a slash sends where there is no prompt.
enum PipeLine {
  /// Fails with one sentence, also for a command that shows something or connects.
  static func item(
    _ line: [UInt8], kind: MessageKind, origin: String
  ) throws(Failure) -> MessageSource.Item {
    let command: PromptCommand
    do { command = try PromptReader(role: .client).read(line) } catch {
      throw Failure(.usage, "\(origin): \(error.description)")
    }
    switch command {
    case .message(let other, let bytes):
      return .message(OutgoingMessage(kind: other ?? kind, bytes: bytes, origin: origin))
    case .file(let path, let kind): return .message(try file(path, kind, origin))
    case .ping(let data): return .command(.ping(data))
    case .pong(let data): return .command(.pong(data))
    case .close(let body):
      return .command(.close(body?.code ?? .normalClosure, reason: body?.reason ?? ""))
    case .fragments(let pieces): return .command(.fragments(pieces))
    case .frame(let spec): return .command(.frame(spec))
    case .script, .only, .grep, .pretty, .savePayload, .show, .hex, .time, .last, .handshake, .stats, .save,
      .record,
      .edit,
      .connect, .reconnect, .clients,
      .to,
      .kick, .help, .quit:
      let word = String(decoding: line.prefix { $0 != 0x20 }, as: UTF8.self)
      throw Failure(.usage, "\(origin): \(Escaper.line(word)) is for a prompt, and sends nothing")
    }
  }

  private static func file(
    _ path: String, _ kind: MessageKind?, _ origin: String
  ) throws(Failure) -> OutgoingMessage {
    try FileReader.requireFile(path)
    if let file = try OutgoingFile(path) {
      return OutgoingMessage(kind: kind ?? .binary, content: .file(file), origin: path)
    }
    let bytes = try FileReader.read(path, limit: LimitOptions.heldByDefault, hint: nil)
    let isText = UTF8Validator.fault(in: bytes.span.bytes) == nil
    return OutgoingMessage(kind: kind ?? (isText ? .text : .binary), bytes: bytes, origin: path)
  }
}

import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// Sends what is typed at a prompt, or what its script brings, to the connections that it is meant for.
struct PromptSender {
  let settings: PromptSettings
  let target: any PromptTarget

  /// Does what a command sends; false for a command that sends nothing.
  func run(_ command: PromptCommand) throws -> Bool {
    switch command {
    case .message(nil, let bytes): try send(written: bytes)
    case .message(.text?, let bytes):
      try send(.text, settings.spelling.read(text: bytes, origin: "this message"))
    case .message(let kind?, let bytes): try send(kind, bytes)
    case .file(let path, let kind): try sendFile(HistoryPath.expanded(path), kind)
    case .ping(let data): try each(data.count) { try $0.ping(data) }
    case .pong(let data): try each(data.count) { try $0.pong(data) }
    case .close(let body): for one in try target.targets() { try one.close(body) }
    case .fragments(let pieces):
      let text = try settings.spelling.read(text: Array(pieces.joined()), origin: "this message")
      try each(text.count) {
        try $0.send(.text, fragments: PromptReader.pieces(of: text, pieces.count))
      }
    case .frame(let spec):
      try each(spec.payload.count) { session in
        var generator = PooledGenerator()
        try session.sendFrame(spec.header(using: &generator), payload: spec.payload)
      }
    default: return false
    }
    return true
  }

  /// Sends a message as it was written.
  func send(written bytes: [UInt8]) throws {
    try send(settings.kind, settings.spelling.read(bytes, origin: "this message"))
  }

  /// Sends a message, to these connections if they are given.
  func send(_ kind: MessageKind, _ bytes: [UInt8], to targets: [PromptConnection]? = nil) throws {
    try each(bytes.count, targets) { try $0.send(kind, bytes) }
  }

  /// Sends what a script brings.
  func send(_ message: OutgoingMessage) throws {
    switch message.content {
    case .bytes(let bytes): try send(message.kind, bytes)
    case .file(let file): for one in try target.targets() { try one.send(file, message.kind) }
    }
  }

  func send(_ command: SlashCommand) throws { try each(0) { try command.send(on: $0) } }

  /// A large file is binary unless it is said to be text, for then it must be read twice.
  private func sendFile(_ path: String, _ kind: MessageKind?) throws {
    try FileReader.requireFile(path)
    if let file = try OutgoingFile(path) {
      let message = OutgoingMessage(kind: kind ?? .binary, content: .file(file), origin: path)
      try message.check()
      for one in try target.targets() { try one.send(file, message.kind) }
    } else {
      let bytes = try FileReader.read(path, limit: settings.limit, hint: nil)
      try send(kind ?? (UTF8Validator.fault(in: bytes.span.bytes) == nil ? .text : .binary), bytes)
    }
  }

  /// What fails with one does not keep the others from getting it.
  private func each(
    _ count: Int, _ targets: [PromptConnection]? = nil, _ body: (WebSocketSession) throws -> Void
  ) throws {
    var failure: (any Error)?
    for one in try targets ?? target.targets() {
      do { try one.send(count, body) } catch { failure = failure ?? error }
    }
    if let failure { throw failure }
  }
}

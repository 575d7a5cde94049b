import WebSocketWire

/// A message that waits to be sent, and where it came from.
struct OutgoingMessage {
  /// What it consists of.
  enum Content {
    case bytes([UInt8])
    case file(OutgoingFile)
  }

  let kind: MessageKind
  let content: Content
  /// What a sentence calls it: `standard input, line 3`.
  let origin: String

  init(kind: MessageKind, content: Content, origin: String) {
    self.kind = kind
    self.content = content
    self.origin = origin
  }

  init(kind: MessageKind, bytes: [UInt8], origin: String) {
    self.init(kind: kind, content: .bytes(bytes), origin: origin)
  }

  /// The same with its bytes in memory, which are at most `limit`.
  func whole(limit: Int) throws(Failure) -> OutgoingMessage {
    guard case .file(let file) = content else { return self }
    guard file.length <= limit else {
      throw Failure(
        .badData, "\(origin) is longer than the \(limit) bytes that are held, as --fragment needs it",
        hint: "raise --max-message")
    }
    var bytes: [UInt8] = []
    while UInt64(bytes.count) < file.length { bytes += try file.block(at: UInt64(bytes.count)) }
    return OutgoingMessage(kind: kind, bytes: bytes, origin: origin)
  }

  /// Fails when a text is not UTF-8, before anything of it is sent.
  func check() throws(Failure) {
    guard kind == .text, let fault = try fault() else { return }
    throw Failure(
      .badData,
      "\(origin), byte \(fault.start + 1): \(Hex.spaced(fault.bytes)) is not UTF-8, and a text message must be;"
        + " nothing of it was sent (use --binary)")
  }

  private func fault() throws(Failure) -> UTF8Validator.Fault? {
    switch content {
    case .bytes(let bytes): UTF8Validator.fault(in: bytes.span.bytes)
    case .file(let file): try file.textFault()
    }
  }
}

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
      "\(origin), byte \(fault.start + 1)\(try line(of: fault)): \(Hex.spaced(fault.bytes)) is not UTF-8, and a text message must be;"
        + " nothing of it was sent (use --binary)")
  }

  /// Which line of the message a fault is in, and where in it; nothing for the first.
  private func line(of fault: UTF8Validator.Fault) throws(Failure) -> String {
    var position: UInt64 = 0
    var (line, start): (UInt64, UInt64) = (1, 0)
    while position < fault.start {
      let block: [UInt8] =
        switch content {
        case .bytes(let bytes): bytes
        case .file(let file): try file.block(at: position)
        }
      for byte in block.prefix(Int(fault.start - position)) {
        position += 1
        if byte == 0x0A { (line, start) = (line + 1, position) }
      }
    }
    return line == 1 ? "" : " (line \(line), byte \(fault.start - start + 1))"
  }

  private func fault() throws(Failure) -> UTF8Validator.Fault? {
    switch content {
    case .bytes(let bytes): UTF8Validator.fault(in: bytes.span.bytes)
    case .file(let file): try file.textFault()
    }
  }
}

import WebSocketWire

/// A message that waits to be sent, and where it came from.
struct OutgoingMessage {
  let kind: MessageKind
  let bytes: [UInt8]
  /// What a sentence calls it: `standard input, line 3`.
  let origin: String

  /// The failure when a text is not UTF-8, found before anything of it is sent.
  var failure: Failure? {
    guard kind == .text, let fault = UTF8Validator.fault(in: bytes.span.bytes) else { return nil }
    let bad = bytes[min(Int(fault.start), bytes.count)..<min(Int(fault.end), bytes.count)]
    return Failure(
      .badData,
      "\(origin), byte \(fault.start + 1): \(Hex.spaced(bad)) is not UTF-8, and a text message must be; nothing of it was sent"
        + " (use --binary)")
  }
}

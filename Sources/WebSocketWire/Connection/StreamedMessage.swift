/// A message of ours that goes out in one frame whose payload comes in pieces.
struct StreamedMessage: Sendable {
  let header: FrameHeader
  /// Payload bytes that were taken.
  private(set) var position: UInt64 = 0
  private var text: UTF8Validator?

  init(_ header: FrameHeader, _ kind: MessageKind) {
    self.header = header
    text = kind == .text ? UTF8Validator() : nil
  }

  /// Payload bytes that are still to come.
  var missing: UInt64 { header.payloadLength - position }

  /// Takes the next piece; fails when it is longer than what is missing, or not UTF-8 in a text (RFC 6455 5.6).
  mutating func take(_ payload: RawSpan) throws(UsageError) {
    guard UInt64(payload.byteCount) <= missing else {
      throw UsageError("the message has \(missing) bytes left, not \(payload.byteCount)")
    }
    let isLast = UInt64(payload.byteCount) == missing
    if let fault = text?.append(payload) ?? (isLast ? text?.finish() : nil) {
      throw Sender.notText(fault)
    }
    position += UInt64(payload.byteCount)
  }
}

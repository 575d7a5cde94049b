import WebSocketWire

/// Knows which violations of a side that is read again after a gap are none, because what came before is not known.
struct ResumedEvents {
  /// Whether compressed messages cannot be inflated: they may refer to what is missing, or it is not known how they are compressed.
  let hidesCompression: Bool
  /// Whether a message has begun since, so that what continues is known.
  private var knowsMessage = false
  private var header: FrameHeader?
  private var isCompressed = false

  init(hidesCompression: Bool) { self.hidesCompression = hidesCompression }

  /// Takes the next event; whether it is one that only the gap has caused.
  mutating func hides(_ event: WebSocketEvent) -> Bool {
    switch event {
    case .header(let next, _):
      header = next
      if !next.opcode.isControl, next.opcode != .continuation { isCompressed = next.reserved == .rsv1 }
    case .messageStart, .messages: knowsMessage = true
    case .violation(let violation):
      switch violation.rule {
      case .continuationWithoutStart: return !knowsMessage
      case .reservedBits:
        return hidesCompression && header?.reserved == .rsv1 && header?.opcode.isControl == false
      case .textNotUTF8: return hidesCompression && isCompressed
      default: break
      }
    default: break
    }
    return false
  }
}

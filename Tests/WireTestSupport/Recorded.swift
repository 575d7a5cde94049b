public import WebSocketWire

/// An event that owns its bytes, to be compared and printed.
public enum Recorded: Hashable, Sendable, CustomStringConvertible {
  case opened(HandshakeReport)
  case handshakeRefused(HandshakeReport)
  case header(FrameHeader, offset: UInt64)
  case payload([UInt8])
  case inflated([UInt8], carriesContext: Bool)
  case frameEnd
  case messageStart(MessageKind)
  case messageBytes(MessageKind, [UInt8])
  case messageEnd(MessageKind, length: UInt64)
  case ping([UInt8])
  case pong([UInt8])
  case close(ClosePayload)
  case violation(Violation)
  case ended(ConnectionEnd)
  case sent(FrameHeader, payload: [UInt8], offset: UInt64)

  public var description: String {
    switch self {
    case .opened(let report): "opened (\(report.subprotocol ?? "no subprotocol"))"
    case .handshakeRefused(let report): "refused (\(report.response?.startLine ?? "no answer"))"
    case .header(let header, let offset): "header [\(Hex.spaced(header.bytes))] at \(offset)"
    case .payload(let bytes): "payload [\(Hex.spaced(bytes))]"
    case .inflated(let bytes, let carriesContext):
      "inflated\(carriesContext ? " with context" : "") [\(Hex.spaced(bytes))]"
    case .frameEnd: "frame end"
    case .messageStart(let kind): "\(kind) begins"
    case .messageBytes(let kind, let bytes): "\(kind) [\(Hex.spaced(bytes))]"
    case .messageEnd(let kind, let length): "\(kind) ends, \(length) bytes"
    case .ping(let bytes): "ping [\(Hex.spaced(bytes))]"
    case .pong(let bytes): "pong [\(Hex.spaced(bytes))]"
    case .close(let body): "close [\(Hex.spaced(body.payload))]"
    case .violation(let violation):
      "\(violation.rule.id) at \(violation.frameOffset), bytes \(violation.range)"
    case .ended(let ending): "ended: \(ending)"
    case .sent(let header, let payload, let offset):
      "sent [\(Hex.spaced(header.bytes))] [\(Hex.spaced(payload))] at \(offset)"
    }
  }
}

public import WebSocketWire

/// Sends every message back with its type, and stops reading while the peer does not take the answers.
public final class EchoConsumer: SessionConsumer {
  private var message: [UInt8] = []

  public init() {}

  public func received(_ event: Event, bytes: RawSpan, in session: Session) {
    switch event {
    case .messageStart: message.removeAll(keepingCapacity: message.capacity <= 65536)
    case .messageBytes: bytes.withUnsafeBytes { message.append(contentsOf: $0) }
    case .messageEnd(let kind, _):
      // A send can only fail once the connection is closing, and then nobody awaits the echo.
      try? session.send(kind, message)
    default: break
    }
  }

  public func batchEnded(in session: Session) {
    session.isReadingPaused = !session.isWritable && session.state == .open
  }
  public func writabilityChanged(in session: Session) {
    session.isReadingPaused = !session.isWritable && session.state == .open
  }
  public func failed(_ error: TransportError, in session: Session) {}
}

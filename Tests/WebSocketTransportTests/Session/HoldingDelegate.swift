import WebSocketTransport
import WebSocketWire

/// Holds the session that holds it, and tells when it is let go.
final class HoldingDelegate: SessionDelegate {
  private let tell: @Sendable () -> Void
  private var session: Session?

  init(_ tell: @escaping @Sendable () -> Void) { self.tell = tell }

  deinit { tell() }

  func handle(
    _ event: Event, from sender: Role, at time: Duration, bytes: RawSpan, in session: Session
  ) { self.session = session }
}

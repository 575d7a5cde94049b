import WebSocketTransport
import WebSocketWire

/// Holds the session that holds it, and reports when it is released.
final class HoldingDelegate: SessionDelegate {
  private let tell: @Sendable () -> Void
  private var session: WebSocketSession?

  init(_ tell: @escaping @Sendable () -> Void) { self.tell = tell }

  deinit { tell() }

  func handle(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan,
    in session: WebSocketSession
  ) { self.session = session }
}

import Synchronization
import WebSocketWire

/// How a connection ended, once it has, for any task to ask.
final class ConnectionOutcome: Sendable {
  private struct State {
    var end: ConnectionEnd?
    var error: WebSocketError?
  }

  private let state = Mutex(State())

  /// nil while it goes on.
  var end: ConnectionEnd? { state.withLock { $0.end } }
  /// nil while it goes on, and after a clean close.
  var error: WebSocketError? { state.withLock { $0.error } }

  func set(_ end: ConnectionEnd, _ error: WebSocketError?) {
    state.withLock { $0 = State(end: end, error: error) }
  }
}

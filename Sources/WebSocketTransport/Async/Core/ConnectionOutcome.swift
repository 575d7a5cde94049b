import NIOConcurrencyHelpers
import WebSocketWire

/// How a connection ended, once it has, for any task to ask.
final class ConnectionOutcome: Sendable {
  private struct State {
    var end: ConnectionEnd?
    var error: WebSocketError?
  }

  private let state = NIOLockedValueBox(State())

  /// nil while it goes on.
  var end: ConnectionEnd? { state.withLockedValue { $0.end } }
  /// nil while it goes on, and after a clean close.
  var error: WebSocketError? { state.withLockedValue { $0.error } }

  func set(_ end: ConnectionEnd, _ error: WebSocketError?) {
    state.withLockedValue { $0 = State(end: end, error: error) }
  }
}

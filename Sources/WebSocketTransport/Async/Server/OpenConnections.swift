import NIOConcurrencyHelpers
import NIOCore

/// The connections of a server that are open, also those that their owners hold: a shutdown reaches all.
final class OpenConnections: Sendable {
  private struct Weak: Sendable { weak let connection: WebSocketConnection? }

  private let connections = NIOLockedValueBox<[ObjectIdentifier: Weak]>([:])

  /// Knows the connection until its socket is closed.
  func add(_ connection: WebSocketConnection, on channel: (any Channel)?) {
    let id = ObjectIdentifier(connection)
    connections.withLockedValue { $0[id] = Weak(connection: connection) }
    channel?.closeFuture.whenComplete { [weak self] _ in self?.connections.withLockedValue { $0[id] = nil } }
  }

  var all: [WebSocketConnection] { connections.withLockedValue { $0.values.compactMap(\.connection) } }
}

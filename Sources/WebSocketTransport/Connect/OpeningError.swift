package import WebSocketWire

/// What a client's and a server's failed opening have in common, for those who show it.
package protocol OpeningError: Error {
  var reason: ConnectError.Reason { get }
  var handshake: HandshakeReport? { get }
  /// The other end's address, with its port; empty where there was no stream.
  var address: String { get }
  /// When it was begun, since the run began.
  var start: Duration { get }
}

extension ConnectError: OpeningError {}
extension AcceptError: OpeningError {}

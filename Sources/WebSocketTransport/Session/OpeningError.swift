package import WebSocketWire

/// What the failed openings of a client and of a server have in common, for those who show them.
package protocol OpeningError: Error {
  var reason: OpeningFailure { get }
  /// The request and the answer as far as they came; nil where there was none.
  var handshake: HandshakeReport? { get }
  /// The other end's address, with its port; empty where there was no stream.
  var address: String { get }
  /// When it was begun, since the run began.
  var start: Duration { get }
  /// What is known of TLS at a client; nil where it was not spoken.
  var tls: TLSReport? { get }
}

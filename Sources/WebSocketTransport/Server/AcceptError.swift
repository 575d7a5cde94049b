package import WebSocketWire

/// Why a client of a listener did not come to an open connection, and how far it came.
package struct AcceptError: Error, Hashable, Sendable {
  /// `.cancelled` where the listener was closed meanwhile.
  package let reason: OpeningFailure
  /// The steps that were done, in order.
  package let phases: [Phase]
  /// The request as far as it came and our answer, with what is missing or wrong as a failed check; nil where nothing came.
  package let handshake: HandshakeReport?
  /// The client's address, with its port; empty where it has none.
  package let address: String
  /// When the client was accepted, since the run began.
  package let start: Duration
  /// The system's words for what ended the stream, if it was not the client in the ordinary way.
  package let streamError: String?
  /// Whether the client has sent anything.
  package let hasSent: Bool

  init(_ reason: OpeningFailure, _ handler: SessionHandler) {
    self.reason = reason
    let facts = handler.facts
    phases = facts.phases
    handshake = handler.handshake(of: reason)
    address = facts.peerAddress
    start = facts.start
    streamError = facts.streamError
    hasSent = facts.hasReceived || facts.phases.contains { $0.name == .tls }
  }
}

extension AcceptError: OpeningError {
  package var tls: TLSReport? { nil }
}

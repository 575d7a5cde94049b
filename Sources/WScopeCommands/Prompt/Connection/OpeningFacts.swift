import WebSocketTransport
import WebSocketWire

/// What can be asked about the opening of a connection: where it led, both heads and the certificates.
struct OpeningFacts {
  /// What was asked for, without user and password; empty at a listener.
  let requestedURL: String
  /// What was connected to in the end, which a redirect can have named; nil at a listener.
  var url: WebSocketURL?
  private(set) var report: HandshakeReport?
  private(set) var tls: TLSReport?

  init(requestedURL: String) { self.requestedURL = requestedURL }

  /// Whether there was a handshake, of HTTP or of TLS.
  var hasHandshake: Bool { report != nil || tls != nil }

  /// The connection is open.
  mutating func opened(_ report: HandshakeReport, _ tls: TLSReport?) {
    (self.report, self.tls) = (report, tls)
  }

  /// The opening has failed, or asks for another request.
  mutating func failed(_ error: any OpeningError) { (report, tls) = (error.handshake, error.tls) }
}

import NIOSSL

/// What a TLS handshake agreed on.
public struct TLSReport: Hashable, Sendable {
  /// The protocol: `TLSv1.2` or `TLSv1.3`.
  public let version: String
  /// The peer's certificate in DER (RFC 5280 4.1); nil where it has none, as most clients.
  public let peerCertificate: [UInt8]?

  init?(_ handler: NIOSSLHandler) {
    switch handler.tlsVersion {
    case .tlsv12?: version = "TLSv1.2"
    case .tlsv13?: version = "TLSv1.3"
    default: return nil
    }
    peerCertificate = try? handler.peerCertificate?.toDERBytes()
  }
}

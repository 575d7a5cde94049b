import NIOSSL
import WebSocketWire

extension TLSReport {
  /// What is known of a server's end, which sees no hello of its own and checks no certificates.
  init?(_ handler: NIOSSLHandler) {
    switch handler.tlsVersion {
    case .tlsv12?: self.init(version: "TLSv1.2")
    case .tlsv13?: self.init(version: "TLSv1.3")
    default: return nil
    }
    if let encoded = try? handler.peerCertificate?.toDERBytes() { chain = [CertificateSummary(der: encoded)] }
  }
}

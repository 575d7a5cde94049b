/// What a TLS handshake offered and agreed on, and whether its certificates are trusted, as far as the handshake came.
public struct TLSReport: Hashable, Sendable {
  /// What the check of the certificates found.
  public enum Verdict: Hashable, Sendable {
    /// The handshake did not come to the certificates, or no one checks them, as at a server.
    case none
    /// They are trusted for this name or address.
    case trusted(name: String)
    /// They are not, for one cause, which is a sentence without a full stop. With `accepted` the client went on all the same.
    case distrusted(String, accepted: Bool)
  }

  /// The protocol that was agreed on: `TLSv1.2` or `TLSv1.3`, or an older one where it was allowed; nil before the server's answer.
  public package(set) var version: String?
  /// The cipher suite by its name at IANA, such as `TLS_AES_128_GCM_SHA256`, or its number in hexadecimal where it has none here; nil
  /// before the server's answer, and at a server.
  public package(set) var cipher: String?
  /// The name that was sent for the server to choose its certificate by (SNI, RFC 6066 3); nil for none.
  public let serverName: String?
  /// The application protocols that were offered, in order of preference (ALPN, RFC 7301).
  public let offeredProtocols: [String]
  /// The one that was agreed on; nil for none.
  public package(set) var applicationProtocol: String?
  /// The peer's certificates in the order in which they came, its own first; empty where it has none, as most clients.
  public package(set) var chain: [CertificateSummary] = []
  /// Whether they are trusted.
  public package(set) var verdict = Verdict.none

  package init(version: String? = nil, serverName: String? = nil, offeredProtocols: [String] = []) {
    self.version = version
    self.serverName = serverName
    self.offeredProtocols = offeredProtocols
  }

  /// The peer's own certificate in DER (RFC 5280 4.1); nil where it has none.
  public var peerCertificate: [UInt8]? { chain.first?.encoded }
}

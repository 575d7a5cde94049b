/// What a certificate says of itself; nothing of it is verified (RFC 5280 4.1).
///
/// Its texts are the peer's, and may hold anything.
public struct CertificateSummary: Hashable, Sendable {
  /// Whom it is for, as a distinguished name (RFC 4514).
  public let subject: String
  /// Who signed it.
  public let issuer: String
  /// The alternative names, which are those that count: DNS names, addresses and others.
  public let names: [String]
  /// The first moment of its validity, such as `2026-11-27 00:00:00 UTC`; nil where it cannot be read.
  public let notValidBefore: String?
  /// The last moment.
  public let notValidAfter: String?
  /// The SHA-256 of `encoded`, in hexadecimal with colons.
  public let fingerprint: String
  /// The SHA-256 of its public key, as `sha256//` and base64, which a client can be told to demand; nil where the key cannot be read.
  public let publicKeyPin: String?
  /// The certificate in DER.
  public let encoded: [UInt8]

  package init(
    subject: String, issuer: String, names: [String], notValidBefore: String?, notValidAfter: String?,
    fingerprint: String, publicKeyPin: String?, encoded: [UInt8]
  ) {
    self.subject = subject
    self.issuer = issuer
    self.names = names
    self.notValidBefore = notValidBefore
    self.notValidAfter = notValidAfter
    self.fingerprint = fingerprint
    self.publicKeyPin = publicKeyPin
    self.encoded = encoded
  }
}

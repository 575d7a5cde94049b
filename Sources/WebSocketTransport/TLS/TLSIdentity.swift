import NIOSSL

/// Who one end of a TLS connection is: paths of two PEM files.
public struct TLSIdentity: Hashable, Sendable {
  /// The certificate, followed by those that vouch for it.
  public var certificateChain: String
  /// The certificate's private key, not encrypted.
  public var privateKey: String

  /// An identity by the paths of its files in PEM (RFC 7468), which are read when they are used.
  public init(certificateChain: String, privateKey: String) {
    self.certificateChain = certificateChain
    self.privateKey = privateKey
  }

  /// What the files hold; a `TransportError` says which of them is at fault, and why.
  func load() throws(TransportError) -> (chain: [NIOSSLCertificateSource], key: NIOSSLPrivateKeySource) {
    let chain = try PEMFile(certificateChain).chain()
    return (chain.map { .certificate($0) }, .privateKey(try PEMFile(privateKey).privateKey()))
  }

  /// The context of a configuration that has this identity; making it compares the key with the certificate.
  func context(_ configuration: TLSConfiguration) throws(TransportError) -> NIOSSLContext {
    do {
      return try NIOSSLContext(configuration: configuration)
    } catch NIOSSLError.failedToLoadCertificate {
      throw TransportError(
        .badCredentials,
        "the certificate in \(certificateChain) is not for TLS: its key is of another kind, or must not sign")
    } catch {
      throw TransportError(
        .badCredentials, "the key in \(privateKey) does not belong to the certificate in \(certificateChain)",
        remedy: .putCertificateFirst)
    }
  }
}

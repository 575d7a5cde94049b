import NIOSSL

/// Who one end of a TLS connection is: paths of two PEM files.
public struct TLSIdentity: Hashable, Sendable {
  /// The certificate, and behind it those that vouch for it.
  public var certificateChain: String
  /// The certificate's private key, not encrypted.
  public var privateKey: String

  public init(certificateChain: String, privateKey: String) {
    self.certificateChain = certificateChain
    self.privateKey = privateKey
  }

  /// What the files hold; a `TransportError` when that is no certificate and no key.
  func load() throws -> (chain: [NIOSSLCertificateSource], key: NIOSSLPrivateKeySource) {
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(certificateChain)
      let key = try NIOSSLPrivateKey(file: privateKey, format: .pem)
      return (chain.map { .certificate($0) }, .privateKey(key))
    } catch {
      throw TransportError(
        .badCredentials,
        "\(certificateChain) and \(privateKey) do not hold a certificate and its key, each in PEM")
    }
  }
}

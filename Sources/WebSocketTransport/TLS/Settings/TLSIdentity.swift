import NIOSSL

/// Who one end of a TLS connection is: paths of its files, in PEM or PKCS #12.
public struct TLSIdentity: Hashable, Sendable {
  /// The certificate, followed by those that vouch for it; a PKCS #12 file, which is known by its content, holds the key as well.
  public var certificateChain: String
  /// The certificate's private key in PEM; nil where the first file holds it too.
  public var privateKey: String?
  /// What opens the key, or the PKCS #12 file, where it is encrypted; nil for none. For PEM it has to be in ASCII.
  public var passphrase: Passphrase?

  /// An identity by the paths of its files, which are read when they are used.
  public init(certificateChain: String, privateKey: String? = nil, passphrase: Passphrase? = nil) {
    self.certificateChain = certificateChain
    self.privateKey = privateKey
    self.passphrase = passphrase
  }

  /// Whether the key is encrypted and nothing is given that could open it; false where the files cannot be read at all.
  package var needsPassphrase: Bool {
    guard passphrase == nil, let bytes = try? PEMFile.read(certificateChain) else { return false }
    if PKCS12File.isOne(bytes) {
      return PKCS12File(path: certificateChain, bytes: bytes).needsPassphrase
    }
    return (try? PEMFile(keyFile))?.hasEncryptedKey == true
  }

  /// The file that holds the key.
  package var keyFile: String { privateKey ?? certificateChain }

  /// What the files hold; a `TransportError` says which of them is at fault, and why.
  func load() throws(TransportError) -> (chain: [NIOSSLCertificateSource], key: NIOSSLPrivateKeySource) {
    let bytes = try PEMFile.read(certificateChain)
    guard PKCS12File.isOne(bytes) else {
      let chain = try PEMFile(certificateChain, bytes).chain()
      let key = try PEMFile(keyFile).privateKey(passphrase)
      return (chain.map { .certificate($0) }, .privateKey(key))
    }
    guard keyFile == certificateChain else {
      throw TransportError(
        .badCredentials,
        "\(certificateChain) is in PKCS #12 and holds its own key, so that in \(keyFile) cannot be used with it"
      )
    }
    let (chain, key) = try PKCS12File(path: certificateChain, bytes: bytes).open(passphrase)
    return (chain.map { .certificate($0) }, .privateKey(key))
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
        .badCredentials, "the key in \(keyFile) does not belong to the certificate in \(certificateChain)",
        remedy: .putCertificateFirst)
    }
  }
}

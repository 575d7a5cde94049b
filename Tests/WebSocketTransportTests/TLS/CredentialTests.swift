import NIOCore
import NIOPosix
import Testing
import WebSocketTransport
import WebSocketWire

@Suite("The files of --cert, --key and --ca")
struct CredentialTests {
  /// The error with which both roles refuse these files.
  private func error(_ certificate: String, _ key: String) async throws -> TransportError {
    let certificates = try await TestCertificates.make()
    let identity = TLSIdentity(
      certificateChain: certificates.path(certificate), privateKey: certificates.path(key))
    let group = MultiThreadedEventLoopGroup.singleton
    let client = ClientConfiguration(
      url: try WebSocketURL("wss://127.0.0.1:1/"), tls: TLSSettings(trust: .anyone, identity: identity))
    let ofClient = await #expect(throws: TransportError.self) {
      try await Knock.at(client)
    }
    let ofServer = await #expect(throws: TransportError.self) {
      try await Listener.listen(ServerConfiguration(identity: identity), on: group) { _ in EchoDelegate() }
        .get()
    }
    #expect(ofClient == ofServer)
    return try #require(ofServer)
  }

  @Test(
    "an identity that cannot be used is refused with what is wrong with it",
    arguments: [
      ("good.pem", "root.key", "does not belong to the certificate in"),
      ("good.pem", "rsa.key", "does not belong to the certificate in"),
      ("good.pem", "encrypted.key", "the key in DIR/encrypted.key is encrypted, expected one that is not"),
      ("good.pem", "encrypted-ec.key", "the key in DIR/encrypted-ec.key is encrypted"),
      ("good.pem", "good.pem", "DIR/good.pem holds no private key, only CERTIFICATE"),
      ("leaf.key", "leaf.key", "DIR/leaf.key holds no certificate, only EC PRIVATE KEY"),
      ("missing.pem", "leaf.key", "DIR/missing.pem cannot be read: no such file or directory"),
      ("good.pem", "missing.key", "DIR/missing.key cannot be read: no such file or directory"),
      (".", "leaf.key", "DIR/. cannot be read: is a directory"),
      ("empty.pem", "leaf.key", "DIR/empty.pem is empty; a PEM file is expected"),
      ("text.pem", "leaf.key", "DIR/text.pem is not a PEM file"),
      ("good.der", "leaf.key", "DIR/good.der is in DER or PKCS #12; a PEM file is expected"),
      ("damaged.pem", "leaf.key", "certificate 1 of 1 in DIR/damaged.pem is damaged"),
    ])
  func identity(certificate: String, key: String, words: String) async throws {
    let error = try await error(certificate, key)
    let folder = try await TestCertificates.make().path("") + "/"
    #expect(error.code == .badCredentials)
    #expect(error.description.contains(words.replacing("DIR/", with: folder)), "\(error.description)")
    if words.contains("is encrypted") { #expect(error.remedy == .decryptKey) }
  }

  @Test(
    "a file of authorities that cannot be used is refused in the same words",
    arguments: [
      ("missing.pem", "cannot be read: no such file"), ("empty.pem", "is empty"),
      ("text.pem", "is not a PEM file"),
      ("good.der", "is in DER"), ("leaf.key", "holds no certificate, only EC PRIVATE KEY"),
      ("damaged.pem", "is damaged"), ("weakAuthority.pem", "each has an RSA key under 2048 bits"),
    ])
  func authorities(file: String, words: String) async throws {
    let certificates = try await TestCertificates.make()
    let configuration = ClientConfiguration(
      url: try WebSocketURL("wss://127.0.0.1:1/"), tls: TLSSettings(trust: .file(certificates.path(file))))
    let error = await #expect(throws: TransportError.self) {
      try await Knock.at(configuration)
    }
    #expect(error?.code == .badCredentials)
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
  }
}

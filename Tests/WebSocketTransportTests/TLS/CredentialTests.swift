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
      ("good.pem", "encrypted.key", "the key in DIR/encrypted.key is encrypted, and no passphrase"),
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
    if words.contains("is encrypted") { #expect(error.remedy == .givePassphrase) }
  }

  /// What opens each file, or why it does not.
  private static let opened: [(certificate: String, key: String?, passphrase: String?, words: String?)] = [
    ("good.pem", "encrypted.key", "secret", nil), ("good.pem", "encrypted-ec.key", "secret", nil),
    ("good.pem", "leaf.key", "unneeded", nil), ("both.pem", nil, nil, nil),
    ("legacy-open.p12", nil, nil, nil), ("legacy-open.p12", nil, "", nil), ("open.p12", nil, "", nil),
    ("sha512.p12", nil, "s\u{e9}cret", nil), ("good.p12", nil, "secret", nil),
    ("good.p12", "good.p12", "secret", nil),
    ("legacy.p12", nil, "secret", nil), ("open.p12", nil, nil, nil), ("unicode.p12", nil, "s\u{e9}cret", nil),
    ("good.pem", "encrypted.key", "wrong", "the passphrase does not open the key in DIR/encrypted.key"),
    ("good.pem", "encrypted-ec.key", "wrong", "the passphrase does not open the key in DIR/encrypted-ec.key"),
    (
      "good.pem", "encrypted.key", String(repeating: "x", count: 5000),
      "the passphrase does not open the key in DIR/encrypted.key"
    ),
    (
      "good.pem", "encrypted.key", "s\u{e9}cret",
      "the passphrase of the key in DIR/encrypted.key has characters outside ASCII"
    ),
    ("good.p12", nil, nil, "DIR/good.p12 is encrypted, and no passphrase was given"),
    ("good.p12", nil, "wrong", "the passphrase does not open DIR/good.p12"),
    ("good.p12", "leaf.key", "secret", "DIR/good.p12 is in PKCS #12 and holds its own key"),
    ("keyless.p12", nil, "secret", "DIR/keyless.p12 holds no private key"),
    ("certless.p12", nil, "secret", "DIR/certless.p12 holds no certificate"),
    ("cut.p12", nil, "secret", "DIR/cut.p12 is damaged"),
    (
      "strange-good.p12", nil, "secret",
      "the key in DIR/strange-good.p12 does not belong to any certificate in it"
    ),
    (
      "strange-legacy.p12", nil, "secret",
      "the key in DIR/strange-legacy.p12 does not belong to any certificate in it"
    ),
    (
      "strange-open.p12", nil, nil,
      "the key in DIR/strange-open.p12 does not belong to any certificate in it"
    ),
    (
      "strange-open.p12", nil, "",
      "the key in DIR/strange-open.p12 does not belong to any certificate in it"
    ),
    (
      "strange-legacy-open.p12", nil, nil,
      "the key in DIR/strange-legacy-open.p12 does not belong to any certificate in it"
    ),
    (
      "strange-legacy-open.p12", nil, "",
      "the key in DIR/strange-legacy-open.p12 does not belong to any certificate in it"
    ),
    (
      "strange-unicode.p12", nil, "s\u{e9}cret",
      "the key in DIR/strange-unicode.p12 does not belong to any certificate in it"
    ),
    (
      "strange-sha1.p12", nil, "s\u{e9}cret",
      "the key in DIR/strange-sha1.p12 does not belong to any certificate in it"
    ),
    (
      "strange-legacy-unicode.p12", nil, "s\u{e9}cret",
      "DIR/strange-legacy-unicode.p12 is damaged, or encrypted in a way that is not known here"
    ),
    (
      "legacy-unicode.p12", nil, "s\u{e9}cret",
      "DIR/legacy-unicode.p12 is damaged, or encrypted in a way that is not known here"
    ),
    (
      "strange-triple.p12", nil, "s\u{e9}cret",
      "DIR/strange-triple.p12 is damaged, or encrypted in a way that is not known here"
    ),
    ("strange-authority.p12", nil, "secret", "no certificate in DIR/strange-authority.p12 is for TLS"),
    ("authority.p12", nil, "secret", "no certificate in DIR/authority.p12 is for TLS"),
    ("strange-unicode.p12", nil, nil, "DIR/strange-unicode.p12 is encrypted, and no passphrase was given"),
    ("strange-good.p12", nil, "wrong", "the passphrase does not open DIR/strange-good.p12"),
    ("good.pem", nil, nil, "DIR/good.pem holds no private"),
    ("good.pem", "good.p12", "secret", "DIR/good.p12 is in DER or PKCS #12"),
  ]

  @Test("an encrypted key opens with its passphrase alone, in PEM and PKCS #12", arguments: opened.indices)
  func passphrase(row: Int) async throws {
    let certificates = try await TestCertificates.make()
    let (certificate, key, passphrase, words) = Self.opened[row]
    let identity = TLSIdentity(
      certificateChain: certificates.path(certificate), privateKey: key.map { certificates.path($0) },
      passphrase: passphrase.map { Passphrase($0) })
    let configuration = ClientConfiguration(
      url: try WebSocketURL("wss://127.0.0.1:1/"), tls: TLSSettings(trust: .anyone, identity: identity))
    guard let words else {
      // The files are read before the connect, which no one answers.
      #expect(try await Knock.at(configuration).fault?.code == .unreachable)
      return
    }
    let error = await #expect(throws: TransportError.self) { try await Knock.at(configuration) }
    #expect(error?.code == .badCredentials)
    let sentence = error?.description.replacing(certificates.path(""), with: "DIR") ?? ""
    #expect(sentence.replacing("DIR//", with: "DIR/").contains(words), "\(sentence)")
    #expect(!sentence.contains("secret"))
  }

  @Test("a passphrase does not show where it is printed")
  func secrecy() {
    let identity = TLSIdentity(certificateChain: "c", privateKey: "k", passphrase: Passphrase("sesame"))
    #expect(!"\(identity) \(TLSSettings(identity: identity))".contains("sesame"))
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

import Foundation
import NIOCore
import Testing
import WebSocketWire

@testable import WebSocketTransport

@Suite("The report of TLS, and the settings that it shows")
struct TLSReportTests {
  /// Connects with these settings to a listener that shows this certificate.
  private static func knock(
    _ certificate: String, _ host: String, _ change: (inout TLSSettings) -> Void
  ) async throws -> Knock {
    let certificates = try await TestCertificates.make()
    var settings = TLSSettings(trust: .file(certificates.authority))
    change(&settings)
    let configuration = ClientConfiguration(url: try WebSocketURL("wss://\(host)/"), tls: settings)
    return try await TestServer(ServerConfiguration(identity: certificates.identity(certificate))).listen {
      try await Knock.at($0, configuration)
    }
  }

  /// A certificate, the URL's host, the name to verify, and the end of the sentence; nil where it is trusted.
  static let names: [(String, String, String, String?)] = [
    ("good", "wrong.test", "right.test", nil), ("good", "wrong.test", "RIGHT.test.", nil),
    ("good", "wrong.test", "127.0.0.1", nil), ("good", "wrong.test", "::1", nil),
    ("wildcard", "wrong.test", "a.example.test", nil),
    ("good", "right.test", "wrong.test", "is for right.test, 127.0.0.1, ::1, not for wrong.test"),
    ("good", "127.0.0.1", "127.0.0.2", "not for 127.0.0.2"),
    ("wildcard", "a.example.test", "example.test", "is for *.example.test, not for example.test"),
    ("evil", "evil.test", "localhost", "is for evil.test, 127.0.0.1, not for localhost"),
    ("addressAsName", "right.test", "127.0.0.1", "not for the address 127.0.0.1"),
    ("commonName", "wrong.test", "right.test", "so it is not for right.test; a common name does not count"),
    ("expired", "wrong.test", "right.test", "expired on 2020-02-01 00:00:00 UTC"),
    ("inside", "wrong.test", "a.inside.test", nil),
    (
      "inside", "a.inside.test", "secret.inside.test",
      "may not vouch for secret.inside.test (name constraints, RFC 5280 4.2.1.10)"
    ),
  ]

  @Test(
    "the name to verify takes the place of the URL's host, and of no other check", arguments: names.indices)
  func verifiedName(row: Int) async throws {
    let (certificate, host, name, words) = Self.names[row]
    let knock = try await Self.knock(certificate, host) { $0.verifiedName = name }
    #expect(knock.isOpen == (words == nil), "\(knock)")
    if let words { #expect(knock.fault?.description.hasSuffix(words) == true, "\(knock)") }
    let report = try #require(knock.tls)
    #expect(report.serverName == (host == "127.0.0.1" ? nil : host))
    switch report.verdict {
    case .trusted(let shown): #expect(words == nil && shown == ServerName(host: name).text)
    case .distrusted(let sentence, accepted: false):
      #expect(words.map { sentence.hasSuffix($0) } == true, "\(sentence)")
    default: Issue.record("\(report.verdict)")
    }
  }

  @Test("a pin is demanded of a server that is trusted and of any that is accepted")
  func pins() async throws {
    let right = try #require(
      try await Self.knock("good", "right.test") { _ in }.tls?.chain.first?.publicKeyPin)
    let wrong = PublicKeyPin(hash: [UInt8](repeating: 0, count: 32))
    for trust in [nil, TrustPolicy.anyone] {
      let open = try await Self.knock("good", "right.test") {
        if let trust { $0.trust = trust }
        $0.pins = [wrong] + ((try? [PublicKeyPin(right)]) ?? [])
      }
      #expect(open.isOpen, "\(open)")
      let refused = try await Self.knock("good", "right.test") {
        if let trust { $0.trust = trust }
        $0.pins = [wrong]
      }
      let sentence = "the server's key is \(right), which is not among those that are pinned"
      #expect(refused.fault == TransportError(.notTrusted, sentence, remedy: .changePin))
      #expect(refused.tls?.verdict == .distrusted(sentence, accepted: false))
    }
    let other = try await Self.knock("good", "wrong.test") { $0.pins = [wrong] }
    #expect(other.fault?.description.contains("not for wrong.test") == true)
  }

  /// What a client that accepts anyone reports of certificates; nil where they are trusted.
  static let accepted: [(String, String?)] = [
    ("good", nil), ("chained", nil), ("expired", "expired on 2020-02-01 00:00:00 UTC"),
    ("early", "is not valid before 2098-01-01 00:00:00 UTC"),
    ("selfSigned", "the server's certificate is self-signed and is not itself trusted"),
    (
      "unknown",
      "was issued by stranger, which is not trusted and whose own certificate the server did not send"
    ),
    ("untrusted", "goes back to stranger, which is not trusted"),
    ("wildcard", "the server's certificate is for *.example.test, not for right.test"),
    ("weak", "has an RSA key of 1024 bits, expected at least 2048"),
    ("md5", "signed with MD5, which can be forged"),
  ]

  @Test("a client that accepts anyone reports why it would not", arguments: accepted)
  func acceptsAnyone(certificate: String, words: String?) async throws {
    let certificates = try await TestCertificates.make()
    let knock = try await Self.knock(certificate, "right.test") {
      $0.trust = .anyone
      $0.reportedTrust = .file(certificates.authority)
    }
    #expect(knock.isOpen, "\(knock)")
    switch try #require(knock.tls).verdict {
    case .trusted(let name): #expect(words == nil && name == "right.test")
    case .distrusted(let sentence, accepted: true):
      #expect(words.map { sentence.hasSuffix($0) } == true, "\(sentence)")
    default: Issue.record("\(knock)")
    }
  }

  @Test("the report has what was agreed on, and what each certificate says")
  func report() async throws {
    let report = try #require(try await Self.knock("chained", "right.test") { _ in }.tls)
    #expect(report.version == "TLSv1.3" && report.cipher?.hasPrefix("TLS_") == true)
    #expect(report.serverName == "right.test" && report.offeredProtocols == ["http/1.1"])
    #expect(report.applicationProtocol == nil && report.verdict == .trusted(name: "right.test"))
    #expect(report.chain.map(\.subject) == ["CN=chained", "CN=middle"])
    #expect(report.chain.map(\.issuer) == ["CN=middle", "CN=root"])
    let own = try #require(report.chain.first)
    #expect(own.names == ["right.test"] && own.notValidBefore == "2020-01-01 00:00:00 UTC")
    #expect(own.notValidAfter == "2099-01-01 00:00:00 UTC" && own.fingerprint.count == 95)
    #expect(report.peerCertificate == own.encoded)
    let old = try await Self.knock("good", "right.test") {
      $0.maximumVersion = .v12
      $0.ciphers = "ECDHE+AESGCM+AES256"
    }
    #expect(old.tls?.version == "TLSv1.2")
    #expect(old.tls?.cipher == "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")
    let weak = try await Self.knock("weak", "right.test") { $0.trust = .anyone }
    #expect(weak.tls?.chain.first?.subject == "CN=weak" && weak.tls?.chain.first?.publicKeyPin != nil)
  }

  @Test("bytes that are not a certificate have a summary too")
  func unreadable() {
    let summary = CertificateSummary(der: [0x30, 0])
    #expect(summary.subject == "unreadable" && summary.notValidAfter == nil && summary.publicKeyPin == nil)
  }

  @Test("versions that the two ends do not share are named")
  func versions() async throws {
    let knock = try await Self.knock("good", "right.test") {
      ($0.minimumVersion, $0.maximumVersion) = (.v10, .v11)
    }
    #expect(knock.fault?.code == .tlsFailed)
    #expect(
      knock.fault?.description.contains("it does not speak TLS 1.0 or 1.1 (alert 70") == true, "\(knock)")
  }

  @Test("a folder of authorities is trusted by the hashes of its names, and refused without any")
  func folder() async throws {
    let certificates = try await TestCertificates.make()
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("wscope-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let empty = await #expect(throws: TransportError.self) {
      try await Self.knock("good", "right.test") { $0.trust = .folder(folder) }
    }
    #expect(empty?.code == .badCredentials && empty?.remedy == .nameByHash)
    let root = try #require(try PEMFile(certificates.path("root.pem")).encodedCertificates.first)
    let hash = try CanonicalName(der: CertificateOutline(der: root).subject).hash
    try FileManager.default.copyItem(atPath: certificates.path("root.pem"), toPath: "\(folder)/\(hash).0")
    #expect(try await Self.knock("good", "right.test") { $0.trust = .folder(folder) }.isOpen)
    let other = try await Self.knock("unknown", "right.test") { $0.trust = .folder(folder) }
    #expect(other.fault?.remedy == .trustOtherAuthorities)
    let missing = await #expect(throws: TransportError.self) {
      try await Self.knock("good", "right.test") { $0.trust = .folder(folder + "/missing") }
    }
    #expect(missing?.code == .badCredentials)
  }
}

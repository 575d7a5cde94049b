import Foundation
import NIOCore
import Testing
import WebSocketTransport
import WebSocketWire

@Suite("A server's certificate (RFC 5280, RFC 9525)")
struct CertificateTests {
  /// Connects by this host's name to a server that shows this certificate.
  static func knock(
    _ certificate: String, _ host: String, trust: TrustPolicy? = nil
  ) async throws -> Knock {
    let certificates = try await TestCertificates.make()
    let isSix = host.hasPrefix("[")
    let server = ServerConfiguration(
      address: .tcp(host: isSix ? "::1" : "127.0.0.1", port: 0), identity: certificates.identity(certificate))
    return try await TestServer(server).listen { address in
      try await Knock.at(
        address,
        ClientConfiguration(
          url: WebSocketURL("wss://\(host)/"), tls: TLSSettings(trust: trust ?? .file(certificates.authority))
        ))
    }
  }

  @Test(
    "is trusted for its names and addresses",
    arguments: [
      ("good", "right.test"), ("good", "RIGHT.Test"), ("good", "right.test."), ("good", "127.0.0.1"),
      ("good", "[::1]"), ("good", "[0:0:0::1]"), ("good", "127.1"), ("good", "0x7f000001"),
      ("wildcard", "a.example.test"), ("wildcard", "A_1.EXAMPLE.test."), ("wildcard", "xn--a.example.test"),
      ("underscore", "a_b.test"), ("anything", "right.test"), ("chained", "right.test"),
      ("unordered", "right.test"), ("inside", "a.inside.test"), ("rsaSigned", "right.test"),
      ("evil", "127.0.0.1"),
    ])
  func trusted(certificate: String, host: String) async throws {
    #expect(try await Self.knock(certificate, host).isOpen)
  }

  @Test(
    "is refused with its own sentence",
    arguments: [
      (
        "good", "wrong.test", "the server's certificate is for right.test, 127.0.0.1, ::1, not for wrong.test"
      ),
      ("good", "a.right.test", "is for right.test, 127.0.0.1, ::1, not for a.right.test"),
      ("good", "127.0.0.2", "not for 127.0.0.2"), ("good", "[::2]", "not for ::2"),
      ("good", "[::ffff:127.0.0.1]", "not for ::ffff:127.0.0.1"),
      ("evil", "localhost", "is for evil.test, 127.0.0.1, not for localhost"),
      ("evil", "right.test", "is for evil.test, 127.0.0.1, not for right.test"),
      ("addressAsName", "127.0.0.1", "is for the DNS name 127.0.0.1, not for the address 127.0.0.1"),
      ("wildcard", "example.test", "is for *.example.test, not for example.test"),
      ("wildcard", "a.b.example.test", "not for a.b.example.test"),
      ("wildcard", ".example.test", "not for .example.test"),
      ("partial", "foo.example.test", "is for f*o.example.test, *, not for foo.example.test"),
      ("partial", "localhost", "not for localhost"),
      ("wide", "right.test", "is for *.test, not for right.test"),
      ("inner", "www.right.test", "not for www.right.test"),
      ("hostile", "one.test", "three.test, four.test and 1 more, not for one.test"),
      ("manners", "right.test", "is for right.test, wss://right.test/, not for right.test"),
      ("commonName", "right.test", "has no alternative name, so it is not for right.test"),
      ("expired", "right.test", "the server's certificate expired on 2020-02-01 00:00:00 UTC"),
      ("early", "right.test", "the server's certificate is not valid before 2098-01-01 00:00:00 UTC"),
      ("selfSigned", "right.test", "the server's certificate is self-signed"),
      ("unknown", "right.test", "was issued by stranger, which is not trusted"),
      ("untrusted", "right.test", "goes back to stranger, which is not trusted"),
      ("broken", "right.test", "was issued by middle, which is not trusted and whose own"),
      ("forged", "right.test", "names root as its issuer, whose key did not sign it"),
      ("client", "right.test", "the server's certificate is not meant for servers"),
      ("byMailer", "right.test", "the certificate of mailer in the server's chain is not meant for servers"),
      ("critical", "right.test", "has the critical extension 1.2.3.4"),
      ("tooLong", "right.test", "more authorities than one of them allows"),
      ("byLeaf", "right.test", "chained issued a certificate of the server's chain and is not an authority"),
      ("bySignless", "right.test", "signless issued a certificate"),
      ("byOldStyle", "right.test", "oldStyle issued a certificate"),
      ("byLapsed", "right.test", "the certificate of lapsed in the server's chain expired on 2020-02-01"),
      ("outside", "right.test", "the authority bound may not vouch for right.test"),
      ("dirOut", "right.test", "the authority dirOutCA may not vouch for the directory name CN=a,O=Other"),
      ("mailOut", "right.test", "the authority mailOutCA may not vouch for a@y.test"),
      ("inside", "secret.inside.test", "the authority bound may not vouch for secret.inside.test"),
      ("weak", "right.test", "has an RSA key of 1024 bits, expected at least 2048"),
      ("sha1", "right.test", "is signed with SHA-1"), ("sha1EC", "right.test", "is signed with SHA-1"),
      ("md5", "right.test", "is signed with MD5"),
      (
        "byWeak", "right.test",
        "the certificate of weakAuthority in the server's chain has an RSA key of 1024"
      ),
    ])
  func refused(certificate: String, host: String, words: String) async throws {
    let knock = try await Self.knock(certificate, host)
    guard let error = knock.fault else {
      Issue.record("\(certificate) for \(host): \(knock)")
      return
    }
    #expect(error.code == .notTrusted)
    #expect(error.description.contains(words), "\(error.description)")
    let accepts: [Remedy?] = [.askOwner, .checkClock, .checkHost, .trustOtherAuthorities]
    #expect(accepts.contains(error.remedy))
    #expect(try await Self.knock(certificate, host, trust: .anyone).isOpen)
  }

  @Test(
    "the remedy is another authority where one was given, and the system's store does not know the test's")
  func advice() async throws {
    let given = try await Self.knock("unknown", "right.test")
    let system = try await Self.knock("good", "right.test", trust: .system)
    guard let one = given.fault, let other = system.fault else {
      Issue.record("\(given), \(system)")
      return
    }
    #expect(one.remedy == .trustOtherAuthorities)
    #expect(other.remedy == .trustAuthority)
    #expect(other.description.contains("was issued by root, which is not trusted"))
  }

  @Test("an authority that was given and is too weak is named as that, also among others")
  func weakAnchor() async throws {
    let certificates = try await TestCertificates.make()
    let knock = try await Self.knock(
      "byWeakAlone", "right.test", trust: .file(certificates.path("mixed.pem")))
    #expect(knock.sentence?.contains("weakAuthority") == true, "\(knock.sentence ?? "")")
    #expect(knock.sentence?.contains("has an RSA key of 1024 bits") == true, "\(knock.sentence ?? "")")
  }

  @Test("a certificate that is trusted by itself need not be an authority's, and must be for the name")
  func pinned() async throws {
    let certificates = try await TestCertificates.make()
    for name in ["selfSigned", "good"] {
      let trust = TrustPolicy.file(certificates.path("\(name).pem"))
      #expect(try await Self.knock(name, "right.test", trust: trust).isOpen)
      let wrong = try await Self.knock(name, "wrong.test", trust: trust)
      #expect(wrong.sentence?.contains("not for wrong.test") == true)
    }
  }

  @Test(
    "constraints of directory names, mailboxes and URIs are judged as OpenSSL does",
    arguments: [
      ("dirIn", true), ("dirCase", true), ("dirOut", false), ("dirNone", false), ("dirFar", true),
      ("dirBarred", false), ("dirOther", false), ("mailNone", true), ("mailIn", true), ("mailOut", false),
      ("mailBelow", false), ("mailDomain", true), ("mailBox", false), ("mailSubject", false),
      ("mailBarred", false), ("mailAndHost", false), ("uriIn", true), ("uriOut", false),
      ("otherBarred", false),
    ])
  func constraints(certificate: String, isTrusted: Bool) async throws {
    let certificates = try await TestCertificates.make()
    let chain = certificates.path("\(certificate).pem")
    let verify = Process()
    verify.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    verify.arguments = ["openssl", "verify", "-CAfile", certificates.authority, "-untrusted", chain, chain]
    verify.standardOutput = FileHandle.nullDevice
    verify.standardError = FileHandle.nullDevice
    let status = try await withCheckedThrowingContinuation { continuation in
      verify.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
      do { try verify.run() } catch { continuation.resume(throwing: error) }
    }
    #expect((status == 0) == isTrusted)
    let knock = try await Self.knock(certificate, "right.test")
    #expect(knock.isOpen == isTrusted, "\(knock.sentence ?? "")")
  }
}

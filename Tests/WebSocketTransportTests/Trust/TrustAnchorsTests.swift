import Foundation
import NIOSSL
import SwiftASN1
import Testing
import X509

@testable import WebSocketTransport

@Suite("The certificates of a system, which are read when a chain leads to them")
struct TrustAnchorsTests {
  private static func file(_ text: String) throws -> PEMFile {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("bundle-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: path) }
    try Data(text.utf8).write(to: path)
    return try PEMFile(path.path)
  }

  @Test("each block is found as DER, whatever is around it")
  func blocks() async throws {
    let certificates = try await TestCertificates.make()
    let ca = try String(contentsOfFile: certificates.authority, encoding: .utf8)
    let good = try String(contentsOfFile: certificates.path("good.pem"), encoding: .utf8)
    let wanted = try PEMFile(certificates.authority).chain().map { try $0.toDERBytes() }
    let others = try PEMFile(certificates.path("good.pem")).chain().map { try $0.toDERBytes() }
    #expect(try Self.file("a title\n\n" + ca).encodedCertificates == wanted)
    #expect(try Self.file(ca.replacing("\n", with: "\r\n")).encodedCertificates == wanted)
    let damaged = "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n"
    #expect(try Self.file(ca + damaged + "\n-----\n" + good).encodedCertificates == wanted + others)
    let trusted = ca.replacing(" CERTIFICATE-", with: " TRUSTED CERTIFICATE-")
    #expect(try Self.file(trusted).encodedCertificates == [])
    #expect(
      try Self.file(good.replacing(" CERTIFICATE-", with: " OTHER-") + ca).encodedCertificates == wanted)
  }

  @Test("an anchor is found by its subject among others, and by no other name")
  func lookUp() async throws {
    let certificates = try await TestCertificates.make()
    let ca = try PEMFile(certificates.authority).encodedCertificates
    let good = try PEMFile(certificates.path("good.pem")).encodedCertificates
    let authority = try Certificate(derEncoded: #require(ca.first))
    let leaf = try Certificate(derEncoded: #require(good.first))
    let anchors = TrustAnchors(unread: [[], [0x30], [0x30, 0x82]] + ca, folders: [])
    #expect(!anchors.isEmpty && TrustAnchors(unread: [], folders: []).isEmpty)
    #expect(anchors[authority.subject]?.contains(authority) == true)
    #expect(anchors.contains(authority))
    #expect(anchors[leaf.subject] == nil && !anchors.contains(leaf))
    // The issuer's name is in the certificate too, and is not its own.
    #expect(TrustAnchors(unread: good, folders: [])[leaf.issuer] == nil)
  }
}

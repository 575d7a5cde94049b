import Crypto
import NIOSSL
import SwiftASN1
import X509

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension PKCS12File {
  /// Whether the key belongs to one of the certificates, which NIOSSL takes for granted: it ends the process where it does not. Nil
  /// where none of them is for TLS; throws for a file whose contents cannot be read with this passphrase.
  ///
  /// NIOSSL gives the certificates only together with a key of theirs. So they are read from a file with the same contents in which
  /// another key, made for this, has a certificate of its own.
  func keyBelongs(_ passphrase: [UInt8]?) throws -> Bool? {
    let contents = try Self.children(BER.parse(Self.octets(of: Self.safe(of: bytes))))
    var kept: [[UInt8]] = []
    // Opened last, because a wrong passphrase is found out by the certificates before.
    var keyElement: ASN1Node?
    for content in contents {
      guard try Self.kind(of: content) == Self.data else {
        kept.append(Array(content.encodedBytes))
        continue
      }
      var others: [UInt8] = []
      for bag in try Self.children(BER.parse(Self.octets(of: content))) {
        if try [Self.keyBag, Self.shroudedKeyBag].contains(Self.kind(of: bag)) {
          keyElement = bag
        } else {
          others += bag.encodedBytes
        }
      }
      if !others.isEmpty { kept.append(Writing.data(Writing.sequence(others))) }
    }
    let file = Writing.file(kept + [try Self.ownContent()], passphrase)
    let certificates = try NIOSSLPKCS12Bundle(buffer: file, passphrase: passphrase).certificateChain
      .dropFirst()
    guard let keyElement, let key = try Self.key(in: keyElement, passphrase) else {
      throw ASN1Error.invalidASN1Object(reason: "no key")
    }
    let found = certificates.compactMap { Self.fits(key, $0) }
    return found.isEmpty ? nil : found.contains(true)
  }

  /// Asks a context, which compares the two; nil for a certificate that is not for TLS, as an authority's.
  private static func fits(_ key: NIOSSLPrivateKey, _ certificate: NIOSSLCertificate) -> Bool? {
    let configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
    do {
      _ = try NIOSSLContext(configuration: configuration)
      return true
    } catch NIOSSLError.failedToLoadCertificate {
      return nil
    } catch {
      return false
    }
  }

  private static func safe(of bytes: [UInt8]) throws -> ASN1Node {
    let parts = try children(BER.parse(bytes))
    guard parts.count > 1 else { throw ASN1Error.invalidASN1Object(reason: "no contents") }
    return parts[1]
  }

  /// The key of a bag; nil for a bag of another kind.
  private static func key(in bag: ASN1Node, _ passphrase: [UInt8]?) throws -> NIOSSLPrivateKey? {
    let kind = try kind(of: bag)
    guard kind == keyBag || kind == shroudedKeyBag else { return nil }
    let parts = try children(bag)
    guard parts.count > 1, let value = try children(parts[1]).first else {
      throw ASN1Error.invalidASN1Object(reason: "no key in its bag")
    }
    guard kind == keyBag else { return try EncryptedKey(node: value).open(passphrase) }
    return try NIOSSLPrivateKey(bytes: Array(value.encodedBytes), format: .der)
  }

  /// A content with a key that is made here, and its certificate.
  private static func ownContent() throws -> [UInt8] {
    let key = P256.Signing.PrivateKey()
    let name = try DistinguishedName { CommonName("wscope") }
    let certificate = try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(),
      publicKey: Certificate.PublicKey(key.publicKey), notValidBefore: .now,
      notValidAfter: .now.addingTimeInterval(60), issuer: name, subject: name,
      signatureAlgorithm: .ecdsaWithSHA256, extensions: Certificate.Extensions(),
      issuerPrivateKey: Certificate.PrivateKey(key))
    var serializer = DER.Serializer()
    try serializer.serialize(certificate)
    let keyBag = Writing.bag(1, Array(key.derRepresentation))
    let certificateBag = Writing.bag(
      3,
      Writing.sequence(Writing.x509 + Writing.element(0xA0, Writing.element(4, serializer.serializedBytes))))
    return Writing.data(Writing.sequence(keyBag + certificateBag))
  }
}

/// The little of DER that a PKCS #12 file is made of (RFC 7292 4).
private enum Writing {
  /// Object identifiers, whole: 1.2.840.113549.1.7.1, 1.2.840.113549.1.9.22.1 and 1.3.14.3.2.26.
  private static let dataKind: [UInt8] = [6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 1]
  static let x509: [UInt8] = [6, 10, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 0x16, 1]
  private static let sha1: [UInt8] = [6, 5, 0x2B, 0x0E, 3, 2, 0x1A]

  static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    guard content.count > 0x7F else { return [tag, UInt8(content.count)] + content }
    var length: [UInt8] = []
    var rest = content.count
    while rest > 0 {
      length.insert(UInt8(rest & 0xFF), at: 0)
      rest >>= 8
    }
    return [tag, 0x80 | UInt8(length.count)] + length + content
  }

  static func sequence(_ content: [UInt8]) -> [UInt8] { element(0x30, content) }

  static func data(_ content: [UInt8]) -> [UInt8] {
    sequence(dataKind + element(0xA0, element(4, content)))
  }

  /// A bag of a kind, 1.2.840.113549.1.12.10.1 and a number.
  static func bag(_ number: UInt8, _ value: [UInt8]) -> [UInt8] {
    let kind: [UInt8] = [6, 11, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 12, 10, 1, number]
    return sequence(kind + element(0xA0, value))
  }

  /// The file of these contents, with the code that says that the passphrase is right (RFC 7292 4, B.2).
  static func file(_ contents: [[UInt8]], _ passphrase: [UInt8]?) -> [UInt8] {
    let safe = sequence(contents.flatMap { $0 })
    let salt = [UInt8](repeating: 1, count: 8)
    let key = PKCS12Check.key(passphrase, salt, 1, Insecure.SHA1.self)
    let code = Array(HMAC<Insecure.SHA1>.authenticationCode(for: safe, using: key))
    let digest = sequence(sequence(sha1 + [5, 0]) + element(4, code))
    let check = sequence(digest + element(4, salt) + [2, 1, 1])
    return sequence([2, 1, 3] + data(safe) + check)
  }
}

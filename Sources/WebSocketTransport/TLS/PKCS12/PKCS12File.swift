import NIOSSL
import SwiftASN1

/// A file with a certificate, those that vouch for it, and its key (RFC 7292).
struct PKCS12File {
  let path: String
  let bytes: [UInt8]

  /// Whether it begins as such a file does: a sequence whose first element is the number 3.
  static func isOne(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 2, bytes[0] == 0x30 else { return false }
    let more = bytes[1] > 0x80 ? Int(bytes[1] & 0x7F) : 0
    return bytes.dropFirst(2 + more).starts(with: [0x02, 0x01, 0x03])
  }

  /// Whether it opens neither without a passphrase nor with an empty one, and might with another.
  var needsPassphrase: Bool {
    do {
      _ = try open(nil)
      return false
    } catch {
      return error.remedy == .givePassphrase
    }
  }

  /// The certificates, the key's own first, and the key; a `TransportError` says why there are none.
  func open(
    _ passphrase: Passphrase?
  ) throws(TransportError) -> (chain: [NIOSSLCertificate], key: NIOSSLPrivateKey) {
    try checkContents()
    let check: PKCS12Check
    do { check = try PKCS12Check(bytes) } catch { throw unreadable }
    // No passphrase has two spellings in this format.
    let candidates: [[UInt8]?] = passphrase.map { [$0.bytes] } ?? [[], nil]
    guard let right = candidates.first(where: check.accepts) else {
      throw passphrase == nil
        ? error("\(path) is encrypted, and no passphrase was given", remedy: .givePassphrase)
        : error("the passphrase does not open \(path)")
    }
    // What was not compared is not opened, for NIOSSL ends the process at a key that belongs to no certificate.
    switch Result(catching: { try keyBelongs(right) }) {
    case .success(true): break
    case .success(false): throw error("the key in \(path) does not belong to any certificate in it")
    case .success(nil): throw error("no certificate in \(path) is for TLS")
    case .failure:
      // BoringSSL keeps what went wrong until an error of its own is made, which would have it as its first cause.
      _ = try? NIOSSLPKCS12Bundle(buffer: [0], passphrase: [UInt8]?.none)
      throw unreadable
    }
    do {
      let bundle = try NIOSSLPKCS12Bundle(buffer: bytes, passphrase: right)
      return (bundle.certificateChain, bundle.privateKey)
    } catch {
      throw unreadable
    }
  }

  private var unreadable: TransportError {
    error("\(path) is damaged, or encrypted in a way that is not known here", remedy: .writeAsPEM)
  }

  /// Refuses a file without a key or without certificates, which NIOSSL takes for impossible. What is encrypted may be certificates;
  /// programs leave the bag of a key in the clear and encrypt what is in it.
  private func checkContents() throws(TransportError) {
    let contents: (hasKey: Bool, mayHaveCertificates: Bool)
    do { contents = try Self.contents(of: bytes) } catch { throw self.error("\(path) is damaged") }
    if !contents.hasKey { throw error("\(path) holds no private key") }
    if !contents.mayHaveCertificates { throw error("\(path) holds no certificate") }
  }

  private static func contents(of bytes: [UInt8]) throws -> (hasKey: Bool, mayHaveCertificates: Bool) {
    var (hasKey, mayHaveCertificates) = (false, false)
    let parts = try children(BER.parse(bytes))
    guard parts.count > 1 else { throw ASN1Error.invalidASN1Object(reason: "no contents") }
    for content in try children(BER.parse(octets(of: parts[1]))) {
      guard try kind(of: content) == data else {
        mayHaveCertificates = true
        continue
      }
      for bag in try children(BER.parse(octets(of: content))) {
        let bagKind = try kind(of: bag)
        if bagKind == keyBag || bagKind == shroudedKeyBag { hasKey = true }
        if bagKind == certificateBag { mayHaveCertificates = true }
      }
    }
    return (hasKey, mayHaveCertificates)
  }

  static let data: ASN1ObjectIdentifier = [1, 2, 840, 113_549, 1, 7, 1]
  static let keyBag: ASN1ObjectIdentifier = [1, 2, 840, 113_549, 1, 12, 10, 1, 1]
  static let shroudedKeyBag: ASN1ObjectIdentifier = [1, 2, 840, 113_549, 1, 12, 10, 1, 2]
  private static let certificateBag: ASN1ObjectIdentifier = [1, 2, 840, 113_549, 1, 12, 10, 1, 3]

  /// What an element is, which it says first.
  static func kind(of node: ASN1Node) throws -> ASN1ObjectIdentifier {
    guard let first = try children(node).first else {
      throw ASN1Error.invalidASN1Object(reason: "an element of no kind")
    }
    return try ASN1ObjectIdentifier(berEncoded: first)
  }

  /// The octets in the second part of a content.
  static func octets(of content: ASN1Node) throws -> [UInt8] {
    let parts = try children(content)
    guard parts.count > 1, let string = try children(parts[1]).first else {
      throw ASN1Error.invalidASN1Object(reason: "no octets")
    }
    return Array(try ASN1OctetString(berEncoded: string).bytes)
  }

  /// How often a hash is repeated, up to the 10 million that a file may ask for.
  static func iterations(_ node: ASN1Node) throws -> Int {
    let count = try Int(derEncoded: node)
    guard (1...10_000_000).contains(count) else {
      throw ASN1Error.invalidASN1Object(reason: "a count of iterations out of range")
    }
    return count
  }

  static func children(_ node: ASN1Node) throws -> [ASN1Node] {
    guard case .constructed(let nodes) = node.content else {
      throw ASN1Error.invalidASN1Object(reason: "not a sequence")
    }
    return Array(nodes)
  }

  private func error(_ sentence: String, remedy: Remedy? = nil) -> TransportError {
    TransportError(.badCredentials, sentence, remedy: remedy)
  }
}

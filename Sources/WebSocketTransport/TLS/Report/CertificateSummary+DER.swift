import Crypto
import SwiftASN1
import WebSocketWire
import X509

extension CertificateSummary {
  /// Reads what can be read; the rest is `unreadable` or nil.
  init(der: [UInt8]) {
    let outline = try? CertificateOutline(der: der)
    let names = (try? Certificate(derEncoded: der)).flatMap { try? $0.extensions.subjectAlternativeNames }
    self.init(
      subject: Self.text(outline?.subject), issuer: Self.text(outline?.issuer),
      names: names?.prefix(Self.namesLimit).map(\.words) ?? [],
      notValidBefore: Self.time(outline?.validity.first), notValidAfter: Self.time(outline?.validity.last),
      fingerprint: SHA256.hash(data: der).map(Hex.byte).joined(separator: ":"),
      publicKeyPin: outline.map { "\(PublicKeyPin(ofKey: $0.publicKey))" }, encoded: der)
  }

  /// More names are not kept.
  private static let namesLimit = 1000

  /// A distinguished name, cut to what a report can hold.
  private static func text(_ name: [UInt8]?) -> String {
    guard let name, let node = try? DER.parse(name), let parsed = try? DistinguishedName(derEncoded: node)
    else { return "unreadable" }
    let text = "\(parsed)"
    if text.isEmpty { return "none" }
    return text.unicodeScalars.count > textLimit
      ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(textLimit))) + "..." : text
  }

  private static let textLimit = 300

  /// `2026-11-27 00:00:00 UTC`.
  private static func time(_ node: ASN1Node?) -> String? {
    guard let node else { return nil }
    if let time = try? UTCTime(derEncoded: node) {
      return text([time.year, time.month, time.day], [time.hours, time.minutes, time.seconds])
    }
    guard let time = try? GeneralizedTime(derEncoded: node) else { return nil }
    return text([time.year, time.month, time.day], [time.hours, time.minutes, time.seconds])
  }

  private static func text(_ date: [Int], _ time: [Int]) -> String {
    let digits = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return date.map(digits).joined(separator: "-") + " " + time.map(digits).joined(separator: ":") + " UTC"
  }
}

extension PublicKeyPin {
  /// The pin of a key, which is a SubjectPublicKeyInfo in DER.
  init(ofKey key: [UInt8]) { self.init(hash: Array(SHA256.hash(data: key))) }
}

import Crypto
import SwiftASN1
import X509

/// A subject or an issuer as OpenSSL compares it: letters of ASCII in lower case, runs of blanks as one, none at the ends, and each
/// text in UTF-8 (RFC 5280 7.1 asks for much the same).
struct CanonicalName: Hashable, Sendable {
  private let bytes: [UInt8]

  /// Takes a name's DER; throws when it is not one.
  init(der: [UInt8]) throws {
    bytes = try DER.parse(der).children.flatMap { attributes in
      let canonical = try attributes.children.map(Self.canonical).sorted { $0.lexicographicallyPrecedes($1) }
      return Self.element(0x31, canonical.flatMap { $0 })
    }
  }

  /// The same of a name that was read.
  init(_ name: DistinguishedName) throws {
    var serializer = DER.Serializer()
    try serializer.serialize(name)
    try self.init(der: serializer.serializedBytes)
  }

  /// Whether the name is in the subtree of another one (RFC 5280 4.2.1.10).
  func begins(with base: CanonicalName) -> Bool { bytes.starts(with: base.bytes) }

  /// The eight digits that files of certificates have as their name in a folder that OpenSSL reads.
  var hash: String {
    let start = Insecure.SHA1.hash(data: bytes).prefix(4).reversed()
    return start.map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }

  private static func canonical(_ attribute: ASN1Node) throws -> [UInt8] {
    let parts = try attribute.children
    guard parts.count == 2, case .primitive(let value) = parts[1].content,
      let text = scalars(Array(value), parts[1].identifier)
    else { return Array(attribute.encodedBytes) }
    return element(0x30, Array(parts[0].encodedBytes) + element(0x0C, folded(text)))
  }

  /// The text of a value; nil where it is none.
  private static func scalars(_ value: [UInt8], _ identifier: ASN1Identifier) -> [UInt8]? {
    guard identifier.tagClass == .universal else { return nil }
    switch identifier.tagNumber {
    // UTF8String, PrintableString, IA5String and VisibleString.
    case 12, 19, 22, 26: return value
    // TeletexString, which is taken for Latin-1.
    case 20: return encoded(value, width: 1)
    // UniversalString and BMPString.
    case 28: return encoded(value, width: 4)
    case 30: return encoded(value, width: 2)
    default: return nil
    }
  }

  /// The UTF-8 of scalars that are written in this many bytes each; nil where one of them is not a scalar.
  private static func encoded(_ value: [UInt8], width: Int) -> [UInt8]? {
    guard value.count.isMultiple(of: width) else { return nil }
    var text = String.UnicodeScalarView()
    for start in stride(from: 0, to: value.count, by: width) {
      let number = value[start..<start + width].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      guard let scalar = Unicode.Scalar(number) else { return nil }
      text.append(scalar)
    }
    return Array(String(text).utf8)
  }

  private static func folded(_ text: [UInt8]) -> [UInt8] {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || 0x09...0x0D ~= $0 }
    let words = text.split(whereSeparator: isBlank)
    return Array(words.joined(separator: [0x20])).map { 0x41...0x5A ~= $0 ? $0 + 0x20 : $0 }
  }

  private static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    var length: [UInt8] = []
    var rest = content.count
    while rest > 0 {
      length.insert(UInt8(rest & 0xFF), at: 0)
      rest >>= 8
    }
    if content.count < 0x80 { return [tag, UInt8(content.count)] + content }
    return [tag, 0x80 | UInt8(length.count)] + length + content
  }
}

extension ASN1Node {
  fileprivate var children: [ASN1Node] {
    get throws {
      guard case .constructed(let nodes) = content else {
        throw ASN1Error.invalidASN1Object(reason: "not a sequence")
      }
      return Array(nodes)
    }
  }
}

/// A host with letters outside ASCII, as the DNS has it (RFC 5891).
///
/// The standard library knows a scalar's category, its lower case, and whether it changes under UTS 46's mapping, and not what it changes to.
/// So a name is taken that needs no more than lower case, and any other is refused with the character at fault.
enum InternationalName {
  /// The name with `xn--` labels in place of those that are not ASCII; an ASCII name as it is.
  static func encoded(_ bytes: [UInt8]) throws(URLFault) -> String {
    guard let name = String(validating: bytes, as: UTF8.self) else {
      throw URLFault("the host is not UTF-8")
    }
    if bytes.allSatisfy({ $0 < 0x80 }) { return name }
    var labels: [String] = []
    // UTS 46 takes the full stop of Chinese and Japanese for a dot.
    for label in name.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "." || $0 == "\u{3002}" })
    {
      labels.append(try encoded(label: label))
    }
    return labels.joined(separator: ".")
  }

  private static func encoded(label: Substring) throws(URLFault) -> String {
    if label.utf8.allSatisfy({ $0 < 0x80 }) { return String(label) }
    // The longest label of the DNS has 63 bytes, and each scalar takes one at least.
    guard label.unicodeScalars.count <= 63 else { throw tooLong }
    let lower = label.lowercased()
    for (index, scalar) in lower.unicodeScalars.enumerated() where !scalar.isASCII {
      guard isLetter(scalar), index > 0 || !isMark(scalar) else {
        throw URLFault(
          "the host holds \(String(scalar).quoted) (U+\(hex(scalar))), which only the whole table of UTS 46 can read; "
            + "write the name in its xn-- form")
      }
    }
    guard !lower.hasPrefix("xn--") else {
      throw URLFault("a label of the host that begins with xn-- holds a character outside ASCII")
    }
    let encoded = "xn--" + Punycode.encode(lower)
    guard encoded.utf8.count <= 63 else { throw tooLong }
    return encoded
  }

  private static var tooLong: URLFault {
    URLFault("a label of the host has more than 63 bytes (RFC 1035 2.3.4)")
  }

  /// Whether it is a letter, mark or digit that UTS 46 leaves as it is, and that needs no composing.
  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    // These two are letters of their own (RFC 5894 7.2), though the mapping of compatibility changes them.
    if scalar == "\u{DF}" || scalar == "\u{3C2}" { return true }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .lowercaseLetter, .otherLetter, .modifierLetter, .decimalNumber: break
    case .nonspacingMark, .spacingMark: if composes(scalar) { return false }
    default: return false
    }
    return !properties.changesWhenNFKCCaseFolded
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    [.nonspacingMark, .spacingMark].contains(scalar.properties.generalCategory)
  }

  /// Whether a letter and this mark may have a character of their own, which the DNS wants in their place (NFC).
  private static func composes(_ scalar: Unicode.Scalar) -> Bool {
    [0x300...0x36F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0x3099...0x309A].contains {
      $0.contains(scalar.value)
    }
  }

  private static func hex(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

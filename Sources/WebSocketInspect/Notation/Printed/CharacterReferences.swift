/// Reads text in which bytes are character references of HTML: `&#129;&#x5;hello`.
enum CharacterReferences {
  private static let names: [(String, UInt8)] = [
    ("amp;", 0x26), ("lt;", 0x3C), ("gt;", 0x3E), ("quot;", 0x22), ("apos;", 0x27),
  ]

  /// nil when the text does not begin with a reference by number.
  static func read(_ bytes: [UInt8], expecting frames: Bool) throws(ParseError) -> [UInt8]? {
    let all = bytes.trimmedLines(0..<bytes.count)
    guard bytes.has("&#", at: all.lowerBound) else { return nil }
    var values: [UInt8] = []
    var index = all.lowerBound
    while index < all.upperBound {
      if bytes[index] == 0x26 {
        values.append(try take(at: &index, in: bytes))
      } else if 0x20...0x7E ~= bytes[index] {
        values.append(bytes[index])
        index += 1
      } else {
        throw error(
          at: index, in: bytes, "\(SpelledText.name(of: bytes[index])) is not text of one line of HTML")
      }
    }
    if frames { try TextDoubt.check(values, at: all.lowerBound, in: bytes) }
    return values
  }

  private static func take(at index: inout Int, in bytes: [UInt8]) throws(ParseError) -> UInt8 {
    let start = index + 1
    if let (name, value) = names.first(where: { bytes.has($0.0, at: start) }) {
      index = start + name.utf8.count
      return value
    }
    let isHex = bytes.has("#x", at: start) || bytes.has("#X", at: start)
    let first = start + (isHex ? 2 : 1)
    let digits = bytes[min(first, bytes.count)...].prefix { isHex ? $0.hexValue != nil : $0.isDecimal }
    guard bytes.has("#", at: start), bytes.has(";", at: digits.endIndex),
      let value = UInt8(String(decoding: digits, as: UTF8.self), radix: isHex ? 16 : 10)
    else { throw error(at: index, in: bytes, "this is not the reference of a byte, such as &#129;") }
    index = digits.endIndex + 1
    return value
  }

  private static func error(at index: Int, in bytes: [UInt8], _ words: String) -> ParseError {
    ParseError(at: index, in: bytes, words, isCertain: true)
  }
}

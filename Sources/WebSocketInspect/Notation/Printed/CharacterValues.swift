/// Characters of gdb, which has each beside its number: `-127 '\201', 104 'h'`.
enum CharacterValues {
  /// The text with the numbers alone; nil where not all of the characters are those of their numbers, or there are none.
  static func plain(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.contains(0x27), bytes.contains(" '".utf8) else { return nil }
    var text = bytes
    var index = 0
    var isFound = false
    while index < text.count {
      if text[index] == 0x22 {
        guard let end = text.endOfString(at: index) else { return nil }
        index = end
      } else if text[index] == 0x27 {
        guard let end = text.endOfString(at: index), let number = number(before: index, in: text),
          character(text[index + 1..<end - 1]) == number
        else { return nil }
        text.blank(index..<end)
        isFound = true
        index = end
      } else {
        index += 1
      }
    }
    return isFound ? text : nil
  }

  /// The byte whose decimal number, signed or not, is in front of a place.
  private static func number(before index: Int, in text: [UInt8]) -> UInt8? {
    guard index > 1, text[index - 1] == 0x20 else { return nil }
    let digits = text[..<(index - 1)].suffix(while: { $0.isDecimal || $0 == 0x2D })
    return Int(String(decoding: digits, as: UTF8.self)).flatMap {
      UInt8(exactly: $0 < 0 && $0 >= -128 ? $0 + 256 : $0)
    }
  }

  /// The byte of a character as C spells it.
  private static func character(_ text: ArraySlice<UInt8>) -> UInt8? {
    if text.count == 1 { return text.first }
    guard text.first == 0x5C else { return nil }
    let rest = text.dropFirst()
    if rest.count <= 3, rest.allSatisfy({ 0x30...0x37 ~= $0 }) {
      return UInt8(exactly: rest.reduce(0) { $0 * 8 + Int($1 - 0x30) })
    }
    let letters: [UInt8: UInt8] = [
      0x61: 7, 0x62: 8, 0x74: 9, 0x6E: 10, 0x76: 11, 0x66: 12, 0x72: 13, 0x65: 27, 0x5C: 0x5C, 0x27: 0x27,
      0x22: 0x22,
    ]
    return rest.count == 1 ? rest.first.flatMap { letters[$0] } : nil
  }
}

extension ArraySlice<UInt8> {
  /// The longest end whose bytes are all of a kind.
  func suffix(while isMember: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    let end = lastIndex { !isMember($0) }
    return self[(end.map { $0 + 1 } ?? startIndex)...]
  }
}

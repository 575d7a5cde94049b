/// The comments that people write between bytes: `//` and `#` to the end of the line, and those between `/*` and `*/`.
enum CodeComment {
  /// The place after the comment that begins at the index; nil when none does.
  static func end(at index: Int, in bytes: [UInt8], before end: Int) -> Int? {
    let next = index + 1 < end ? bytes[index + 1] : 0
    switch (bytes[index], next) {
    case (0x2F, 0x2F): return lineEnd(after: index, in: bytes, before: end)
    case (0x2F, 0x2A):
      var place = index + 2
      while place + 1 < end, !(bytes[place] == 0x2A && bytes[place + 1] == 0x2F) { place += 1 }
      return min(place + 2, end)
    case (0x23, _) where isNumberSign(at: index, in: bytes, before: end):
      return lineEnd(after: index, in: bytes, before: end)
    default: return nil
    }
  }

  /// The text with blanks in the place of comments.
  static func removed(from bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(where: { $0 == 0x2F || $0 == 0x23 }) else { return bytes }
    var text = bytes
    var index = 0
    while index < bytes.count {
      guard bytes[index] == 0x2F || bytes[index] == 0x23,
        let stop = end(at: index, in: bytes, before: bytes.count)
      else {
        index += 1
        continue
      }
      for place in index..<stop where text[place] != 0x0A { text[place] = 0x20 }
      index = stop
    }
    return text
  }

  /// Whether a comment says that something was left out.
  static func isEllipsis(_ comment: Range<Int>, in bytes: [UInt8]) -> Bool {
    let words = bytes[comment].filter { !$0.isBlank && $0 != 0x2F && $0 != 0x2A && $0 != 0x23 }
    return words.elementsEqual("...".utf8) || words.elementsEqual([SpelledText.ellipsis])
  }

  private static func lineEnd(after index: Int, in bytes: [UInt8], before end: Int) -> Int {
    bytes[index..<end].firstIndex(of: 0x0A) ?? end
  }

  /// Whether a number sign begins a comment: it begins a line or comes after a blank, and is neither the mark of a vector of
  /// Lisp nor that of two hex digits.
  private static func isNumberSign(at index: Int, in bytes: [UInt8], before end: Int) -> Bool {
    guard index == 0 || bytes[index - 1].isBlank || bytes[index - 1] == 0x0A else { return false }
    let rest = bytes[index + 1..<end].prefix(3)
    if rest.first == 0x28 || bytes[index + 1..<end].starts(with: "u8(".utf8) { return false }
    let digits = rest.prefix { $0.hexValue != nil }.count
    return !(digits == 2 && (rest.count == 2 || rest.last.map { !$0.isLetter } ?? true))
  }
}

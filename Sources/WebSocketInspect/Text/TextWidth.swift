import CTerminal

/// How many columns of a terminal a text takes: two for most characters of East Asia and for emoji, none for combining marks.
package enum TextWidth {
  /// The sequences of colors (ECMA-48 8.3.117) take none.
  static func columns(of text: some StringProtocol) -> Int {
    var count = 0
    var isInSequence = false
    for scalar in text.unicodeScalars {
      if isInSequence {
        isInSequence = scalar != "m"
      } else if scalar == "\u{1B}" {
        isInSequence = true
      } else {
        count += columns(of: scalar.value)
      }
    }
    return count
  }

  /// The text, or its beginning with three full stops after it where it takes more columns than that.
  package static func clipped(_ text: String, to limit: Int) -> String {
    guard columns(of: text) > limit else { return text }
    var (used, end) = (0, text.startIndex)
    for index in text.indices {
      used += columns(of: String(text[index]))
      if used > max(0, limit - 3) { break }
      end = text.index(after: index)
    }
    return text[..<end] + "..."
  }

  /// The columns of one scalar.
  static func columns(of scalar: UInt32) -> Int { scalar < 0x300 ? 1 : Int(cterminal_columns(scalar)) }
}

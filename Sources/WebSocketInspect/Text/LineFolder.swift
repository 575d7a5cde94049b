/// Breaks lines between words where a narrow terminal would break them anywhere.
package enum LineFolder {
  /// The lines, each in pieces of at most `width` columns; unchanged without one. What follows the first piece is indented two
  /// spaces deeper than it, or as far as `hang` says. A word of ASCII that is too long by itself stays whole, so that it can be
  /// copied; any other is broken, because it can hold blanks that are not spaces and look like a line of its own. A unit stays
  /// with its number.
  package static func fold(_ lines: [String], width: Int?, hang: Int? = nil) -> [String] {
    guard let width, width > 0 else { return lines }
    return lines.flatMap { TextWidth.columns(of: $0) <= width ? [$0] : pieces($0, width, hang) }
  }

  private static let units: Set<Substring> = [
    "byte", "bytes", "kB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "ms", "s", "min", "h",
  ]

  /// What is between spaces, with an empty one between two of those, and each unit in one piece with its number.
  private static func words(_ line: Substring) -> [String] {
    var words: [String] = []
    for word in line.split(separator: " ", omittingEmptySubsequences: false) {
      if let last = words.last, last.last?.isWholeNumber == true,
        units.contains(word.prefix(while: \.isLetter))
      {
        words[words.count - 1] = "\(last) \(word)"
      } else {
        words.append(String(word))
      }
    }
    return words
  }

  private static func pieces(_ line: String, _ width: Int, _ hang: Int?) -> [String] {
    let own = line.prefix { $0 == " " }.count
    let indent = String(repeating: " ", count: min(hang ?? own + 2, width / 2))
    var pieces: [String] = []
    var piece = String(line.prefix { $0 == " " })
    var used = piece.count
    var gap = ""
    for word in words(line.dropFirst(used)) {
      guard !word.isEmpty else {
        gap += " "
        continue
      }
      let count = TextWidth.columns(of: word)
      if used + gap.count + count > width, used > indent.count {
        pieces.append(piece)
        (piece, used, gap) = (indent, indent.count, "")
      }
      piece += gap
      used += gap.count
      gap = " "
      if used + count > width, !word.utf8.allSatisfy({ $0 < 0x80 }) {
        append(word, to: &piece, used: &used, before: &pieces, width, indent)
      } else {
        piece += word
        used += count
      }
    }
    return pieces + [piece]
  }

  /// Breaks a word at the width.
  private static func append(
    _ word: String, to piece: inout String, used: inout Int, before pieces: inout [String], _ width: Int,
    _ indent: String
  ) {
    var isInSequence = false
    for character in word {
      let isSeen = !isInSequence && character != "\u{1B}"
      let count = isSeen ? TextWidth.columns(of: String(character)) : 0
      isInSequence = isInSequence ? character != "m" : !isSeen
      if used + count > width, used > indent.count {
        pieces.append(piece)
        (piece, used) = (indent, indent.count)
      }
      piece.append(character)
      used += count
    }
  }
}

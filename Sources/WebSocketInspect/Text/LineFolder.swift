/// Breaks lines between words where a narrow terminal would break them anywhere.
package enum LineFolder {
  /// The lines, each in pieces of at most `width` columns; unchanged without one. What follows the first piece is indented two
  /// spaces deeper than it. A word that is too long by itself stays whole.
  package static func fold(_ lines: [String], width: Int?) -> [String] {
    guard let width, width > 0 else { return lines }
    return lines.flatMap { TextWidth.columns(of: $0) <= width ? [$0] : pieces($0, width) }
  }

  private static func pieces(_ line: String, _ width: Int) -> [String] {
    let indent = String(repeating: " ", count: min(line.prefix { $0 == " " }.count + 2, width / 2))
    var pieces: [String] = []
    var piece = String(line.prefix { $0 == " " })
    var used = piece.count
    var gap = ""
    for word in line.dropFirst(used).split(separator: " ", omittingEmptySubsequences: false) {
      guard !word.isEmpty else {
        gap += " "
        continue
      }
      let count = TextWidth.columns(of: word)
      if used + gap.count + count > width, used > indent.count {
        pieces.append(piece)
        (piece, used, gap) = (indent, indent.count, "")
      }
      piece += gap + word
      used += gap.count + count
      gap = " "
    }
    return pieces + [piece]
  }
}

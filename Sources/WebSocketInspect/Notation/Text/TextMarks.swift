/// Removes what mail, chats and version control put around a text: fences, quote marks, the marks of a diff.
enum TextMarks {
  private static let signs = ByteSet("`~>+-@/#;=")

  /// The text with spaces in their place, so that every character stays where it is.
  static func removed(from bytes: [UInt8]) -> [UInt8] {
    guard let first = bytes.first(where: { !$0.isBlank && $0 != 0x0A }),
      bytes.contains(where: signs.contains)
    else { return bytes }
    var text = bytes
    if bytes.contains(0x60) || bytes.contains(0x7E) { removeFences(from: &text) }
    if first == 0x3E { removeQuoteMarks(from: &text) }
    if first == 0x2F || first == 0x23 || first == 0x3B { removeCommentMarks(from: &text) }
    removeFollowHead(from: &text)
    removeDiffMarks(from: &text)
    return text
  }

  /// The lines around a stream that tshark follows (`-z follow,tcp,raw`).
  private static func removeFollowHead(from text: inout [UInt8]) {
    guard text.prefix(512).contains("Follow: tcp,".utf8), !text.prefix(512).contains("Follow: tcp,ascii".utf8)
    else { return }
    for line in TextLines(text) {
      let words = text[text.trimmed(line)]
      if ["Follow: ", "Filter: ", "Node 0: ", "Node 1: ", "==="].contains(where: {
        words.starts(with: $0.utf8)
      }) {
        blank(line, in: &text)
      }
    }
  }

  /// The lines of a code block's ends, and the grave accents around code in a line (CommonMark 4.5, 6.1).
  private static func removeFences(from text: inout [UInt8]) {
    for line in TextLines(text) {
      let content = text.trimmed(line)
      let start = text[content].prefix(3)
      if start == Array("```".utf8)[...] || start == Array("~~~".utf8)[...] { blank(line, in: &text) }
    }
    let all = text.trimmedLines(0..<text.count)
    if all.count > 2, text[all.lowerBound] == 0x60, text[all.upperBound - 1] == 0x60 {
      blank(all.lowerBound..<all.lowerBound + 1, in: &text)
      // The blank in the place of the last one could be taken for a byte.
      text.removeSubrange((all.upperBound - 1)...)
    }
  }

  /// The signs with which mail marks what it quotes, if every line has one.
  private static func removeQuoteMarks(from text: inout [UInt8]) {
    var marks: [Range<Int>] = []
    for line in TextLines(text) {
      let content = text.trimmed(line)
      if content.isEmpty { continue }
      guard text[content.lowerBound] == 0x3E else { return }
      let end = text[content].firstIndex { $0 != 0x3E && !$0.isBlank } ?? content.upperBound
      marks.append(content.lowerBound..<end)
    }
    for mark in marks { blank(mark, in: &text) }
  }

  /// The signs of a comment, if every line is one: `//`, `#` or `;` with a blank after it.
  private static func removeCommentMarks(from text: inout [UInt8]) {
    var marks: [Range<Int>] = []
    for line in TextLines(text) {
      let content = text.trimmed(line)
      if content.isEmpty { continue }
      let end = text[content].firstIndex { ![0x2F, 0x23, 0x3B].contains($0) } ?? content.upperBound
      let mark = content.lowerBound..<end
      guard end < content.upperBound, text[end].isBlank, text[mark].elementsEqual(text[marks.first ?? mark])
      else { return }
      marks.append(mark)
    }
    for mark in marks { blank(mark, in: &text) }
  }

  /// The first column of a diff, if it has lines that were added or lines that were removed, and not both.
  private static func removeDiffMarks(from text: inout [UInt8]) {
    var headings: [Range<Int>] = []
    var marks: [Range<Int>] = []
    var signs: Set<UInt8> = []
    for line in TextLines(text) where !text.trimmed(line).isEmpty {
      let start = line.lowerBound
      if ["@@ ", "+++ ", "--- ", "diff ", "index "].contains(where: { text[line].starts(with: $0.utf8) }) {
        headings.append(line)
      } else if text[start] == 0x2B || text[start] == 0x2D {
        guard isMarked(line, in: text) else { return }
        signs.insert(text[start])
        marks.append(start..<start + 1)
      } else if text[start] != 0x20 {
        return
      }
    }
    guard signs.count == 1 else { return }
    for range in headings + marks { blank(range, in: &text) }
  }

  /// Whether what follows a sign is more than a signed number or a character of base64.
  private static func isMarked(_ line: Range<Int>, in text: [UInt8]) -> Bool {
    let rest = text[line.dropFirst()]
    if text[line.lowerBound] == 0x2D, rest.prefix(4).contains(where: { $0 == 0x2C || $0.isBlank }),
      rest.first?.isDecimal == true
    {
      return false
    }
    let isHex = rest.allSatisfy { $0.hexValue != nil || $0.isBlank }
    return rest.count >= 5 && (isHex || rest.contains { $0.isBlank || "[{(\"'\\:,".utf8.contains($0) })
  }

  private static func blank(_ range: Range<Int>, in text: inout [UInt8]) {
    for index in range { text[index] = 0x20 }
  }
}

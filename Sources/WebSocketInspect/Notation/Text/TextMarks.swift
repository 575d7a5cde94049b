/// Removes what mail, chats and version control put around a text: fences, quote marks, the marks of a diff.
enum TextMarks {
  private static let signs = ByteSet("`~>+-@/#;=*|_]}\t")

  /// The text with spaces in their place, so that every character stays where it is.
  static func removed(from bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(where: signs.contains) else { return bytes }
    var text = bytes
    if bytes.contains(0x60) || bytes.contains(0x7E) { removeFences(from: &text) }
    removeIntroduction(from: &text)
    if first(of: text) == 0x3E { removeQuoteMarks(from: &text) }
    removeEmphasis(from: &text)
    if text.contains(0x60) { removeSentence(from: &text) }
    if let sign = first(of: text), closings[sign] != nil { removeElement(from: &text) }
    if bytes.contains(0x09) { removeLineNumbers(from: &text) }
    switch first(of: text) {
    case 0x2A, 0x2D: removeBullets(from: &text)
    case 0x2F, 0x23, 0x3B: removeCommentMarks(from: &text)
    default: break
    }
    removeFollowHead(from: &text)
    removeDiffMarks(from: &text)
    return text
  }

  private static func first(of text: [UInt8]) -> UInt8? { text.first { !$0.isBlank && $0 != 0x0A } }

  /// The lines around a stream that tshark follows (`-z follow,tcp,raw`, or `tls` for what it has decrypted).
  private static func removeFollowHead(from text: inout [UInt8]) {
    let head = text.prefix(512)
    let isFollowed = ["tcp", "tls"].contains {
      head.contains("Follow: \($0),".utf8) && !head.contains("Follow: \($0),ascii".utf8)
    }
    guard isFollowed else { return }
    for line in TextLines(text) {
      let words = text[text.trimmed(line)]
      if ["Follow: ", "Filter: ", "Node 0: ", "Node 1: ", "==="].contains(where: {
        words.starts(with: $0.utf8)
      }) {
        blank(line, in: &text)
      }
    }
  }

  /// The lines of a code block's ends (CommonMark 4.5).
  private static func removeFences(from text: inout [UInt8]) {
    for line in TextLines(text) {
      let content = text.trimmed(line)
      let mark = text[content].prefix(3)
      guard mark.elementsEqual("```".utf8) || mark.elementsEqual("~~~".utf8),
        !text[content].drop(while: { $0 == mark.first }).contains(0x60)
      else { continue }
      blank(line, in: &text)
    }
  }

  /// The same sign at both ends of all of the text: code and emphasis in a line (CommonMark 6.1, 6.2), spoilers.
  private static func removeEmphasis(from text: inout [UInt8]) {
    let all = text.trimmedLines(0..<text.count)
    guard let first = all.first, let sign = text[all].first, "`*_|".utf8.contains(sign) else { return }
    let front = text[all].prefix { $0 == sign }.count
    let back = text[all].reversed().prefix { $0 == sign }.count
    guard front == back, front * 2 < all.count, sign == 0x60 || front > 1 else { return }
    blank(first..<first + front, in: &text)
    // The blanks in the place of the last ones could be taken for bytes.
    text.removeSubrange((all.upperBound - back)...)
  }

  /// The words around code in a sentence, if they spell no bytes (CommonMark 6.1).
  private static func removeSentence(from text: inout [UInt8]) {
    var outside = text
    var isCode = false
    for index in text.indices {
      if text[index] == 0x60 {
        // A word in front is a tag of JavaScript.
        guard isCode || index == 0 || !text[index - 1].isLetter else { return }
        isCode.toggle()
      }
      if isCode || text[index] == 0x60 { outside[index] = 0x20 }
    }
    guard !isCode, !text.contains(0x5C), outside.contains(where: { $0.isLetter && $0.hexValue == nil }),
      !outside.contains(where: { "\"'\\[]{}=".utf8.contains($0) }), !PassedWords.spellBytes(outside[...])
    else { return }
    for index in text.indices where !outside[index].isBlank && outside[index] != 0x0A || text[index] == 0x60 {
      text[index] = 0x20
    }
  }

  /// The tags of an element that is around all of the text: `<code>` of HTML, `[code]` of a forum, `{noformat}` of Jira.
  private static func removeElement(from text: inout [UInt8]) {
    for _ in 0..<8 {
      let all = text.trimmedLines(0..<text.count)
      guard let first = all.first, let end = closings[text[first]],
        let open = text[all].prefix(128).firstIndex(of: end)
      else { return }
      let name = text[first + 1..<open].prefix { $0.isLetter || $0.isDecimal || $0 == 0x5F || $0 == 0x3A }
      let isTag = text[first] != 0x7B
      let word = isTag ? name : name.prefix { $0 != 0x3A }
      let closing = [text[first]] + (isTag ? [0x2F] : []) + word + [end]
      let attributes = text[name.endIndex..<open]
      guard name.first?.isLetter == true, attributes.first?.isBlank ?? true,
        attributes.allSatisfy(\.isBlank) || attributes.contains(0x3D),
        all.count > closing.count + open - first, text[all].suffix(closing.count).elementsEqual(closing)
      else { return }
      blank(first..<open + 1, in: &text)
      blank(all.upperBound - closing.count..<all.upperBound, in: &text)
    }
  }

  private static let closings: [UInt8: UInt8] = [0x3C: 0x3E, 0x5B: 0x5D, 0x7B: 0x7D]

  // MARK: Marks of every line

  /// Removes the mark of each line that is not empty, if all of them have one; `find` gets such a line without the blanks at
  /// its ends, and how many there were in front.
  private static func removeMarks(
    from text: inout [UInt8], _ find: (_ content: Range<Int>, _ text: [UInt8], _ number: Int) -> Range<Int>?
  ) {
    var marks: [Range<Int>] = []
    for line in TextLines(text) {
      let content = text.trimmed(line)
      if content.isEmpty { continue }
      guard let mark = find(content, text, marks.count) else { return }
      marks.append(mark)
    }
    for mark in marks { blank(mark, in: &text) }
  }

  /// The numbers that `cat -n` and `nl` put in front of all lines, beginning with 1: they end in column 6, in front of a tab.
  private static func removeLineNumbers(from text: inout [UInt8]) {
    removeMarks(from: &text) { content, text, number in
      let digits = text[content].prefix(while: \.isDecimal)
      let start = text[..<content.lowerBound].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      guard digits.endIndex - start == 6, digits.endIndex < content.upperBound, text[digits.endIndex] == 0x09,
        Int(String(decoding: digits, as: UTF8.self)) == number + 1
      else { return nil }
      return digits.startIndex..<digits.endIndex + 1
    }
  }

  /// The marks of a list of Markdown.
  private static func removeBullets(from text: inout [UInt8]) {
    removeMarks(from: &text) { content, text, _ in
      let first = content.lowerBound
      guard text[first] == 0x2A || text[first] == 0x2D, content.count > 2, text[first + 1] == 0x20,
        text[first + 2] != 0x2D
      else { return nil }
      return first..<first + 1
    }
  }

  /// The signs with which mail marks what it quotes.
  private static func removeQuoteMarks(from text: inout [UInt8]) {
    removeMarks(from: &text) { content, text, _ in
      guard text[content.lowerBound] == 0x3E else { return nil }
      let end = text[content].firstIndex { $0 != 0x3E && !$0.isBlank } ?? content.upperBound
      return content.lowerBound..<end
    }
  }

  /// The signs of a comment: `//`, `#` or `;` with a blank after it, the same in every line.
  private static func removeCommentMarks(from text: inout [UInt8]) {
    let sign = text.drop { $0.isBlank || $0 == 0x0A }.prefix { [0x2F, 0x23, 0x3B].contains($0) }
    removeMarks(from: &text) { content, text, _ in
      let end = content.lowerBound + sign.count
      guard end < content.upperBound, text[end].isBlank, text[content].starts(with: sign) else { return nil }
      return content.lowerBound..<end
    }
  }

  /// The line in front of what mail quotes, which ends in `wrote:`.
  private static func removeIntroduction(from text: inout [UInt8]) {
    var lines = TextLines(text)
    guard let first = lines.next(), text[text.trimmed(first)].suffix(6).elementsEqual("wrote:".utf8),
      lines.allSatisfy({ text.trimmed($0).isEmpty || text[text.trimmed($0).lowerBound] == 0x3E })
    else { return }
    blank(first, in: &text)
  }

  /// The first column of a diff, if it has lines that were added or lines that were removed, and not both.
  private static func removeDiffMarks(from text: inout [UInt8]) {
    var headings: [Range<Int>] = []
    var marks: [Range<Int>] = []
    var signs: Set<UInt8> = []
    var isCertain = false
    for line in TextLines(text) where !text.trimmed(line).isEmpty {
      let start = line.lowerBound
      if ["@@ ", "+++ ", "--- ", "diff ", "index "].contains(where: { text[line].starts(with: $0.utf8) }) {
        headings.append(line)
      } else if text[start] == 0x2B || text[start] == 0x2D {
        let isPlain = isMarked(line, in: text)
        guard isPlain || isRest(line, in: text) else { return }
        isCertain = isCertain || isPlain
        signs.insert(text[start])
        marks.append(start..<start + 1)
      } else if text[start] != 0x20 {
        return
      }
    }
    guard signs.count == 1, isCertain else { return }
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

  /// Whether what follows a sign can be the rest of bytes or of rows that came before: a few digits, or a star.
  private static func isRest(_ line: Range<Int>, in text: [UInt8]) -> Bool {
    let rest = text[text.trimmed(line)].dropFirst()
    return rest.elementsEqual("*".utf8)
      || !rest.isEmpty && rest.count.isMultiple(of: 2) && rest.allSatisfy { $0.hexValue != nil }
  }

  private static func blank(_ range: Range<Int>, in text: inout [UInt8]) {
    for index in range { text[index] = 0x20 }
  }
}

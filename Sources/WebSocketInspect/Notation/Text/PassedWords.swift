/// Words that a reader passes over, which must not spell bytes themselves.
enum PassedWords {
  /// Whether a label in front of bytes spells bytes: hex digits that are not a time, a count or an identifier; a string with
  /// escapes; `<81 00>`; numbers that follow one another.
  static func spellBytes(_ label: ArraySlice<UInt8>) -> Bool {
    if haveBrackets(label) || haveEscapes(label) { return true }
    let text = withoutTimes(label)
    let words = words(of: text)
    for (index, word) in words.enumerated() {
      let last = index > 0 ? words[index - 1] : nil
      if let last, areNeighbors(last, word, in: text) { return true }
      let next = index + 1 < words.count ? words[index + 1] : nil
      if isByteWord(word, in: text), !isExplained(word, after: last, before: next, in: text) { return true }
    }
    return false
  }

  /// Whether a heading of a dump spells bytes; numbers of ports and sequences may be in one.
  static func headingSpellsBytes(_ line: ArraySlice<UInt8>) -> Bool {
    if haveBrackets(line) || haveEscapes(line) { return true }
    let words = line.split(whereSeparator: { $0.isBlank || ",()[]<>|\"'".utf8.contains($0) })
    for (word, next) in zip(words, words.dropFirst()) {
      let digits = next.last == 0x3A ? next.dropLast() : next
      guard isPair(digits), next.startIndex - word.endIndex <= 2 else { continue }
      let isOffset = word.last == 0x3A && word.count > 4 && word.dropLast().allSatisfy { $0.hexValue != nil }
      if isPair(word) || isOffset { return true }
    }
    guard words.count > 1, let last = words.last, last.count >= 4, last.count.isMultiple(of: 2),
      let values = HexReader.readPacked(last)
    else { return false }
    return FrameLikeness(values) == .whole
  }

  private static func isPair(_ word: ArraySlice<UInt8>) -> Bool {
    word.count == 2 && word.allSatisfy { $0.hexValue != nil }
  }

  /// Whether hex digits are between `<` and `>`.
  private static func haveBrackets(_ text: ArraySlice<UInt8>) -> Bool {
    for open in text.indices where text[open] == 0x3C {
      guard let close = text[open...].firstIndex(of: 0x3E) else { return false }
      var content = text[open + 1..<close]
      if content.starts(with: "Buffer ".utf8) { content = content.dropFirst(7) }
      let digits = content.filter { !$0.isBlank }
      if digits.count > 1, digits.allSatisfy({ $0.hexValue != nil }) { return true }
    }
    return false
  }

  static func haveEscapes(_ text: ArraySlice<UInt8>) -> Bool {
    text.indices.contains { index in
      guard text[index] == 0x5C, index + 1 < text.endIndex else { return false }
      return text[index + 1].isDecimal || text[index + 1] | 0x20 == 0x78 || text[index + 1] | 0x20 == 0x75
    }
  }

  // MARK: Words

  static func words(of text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    text.split(whereSeparator: { !$0.isLetter && !$0.isDecimal })
  }

  private static func areNeighbors(
    _ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>, in text: ArraySlice<UInt8>
  ) -> Bool {
    func isNumber(_ word: ArraySlice<UInt8>) -> Bool {
      isPair(word) || word.count <= 3 && word.allSatisfy(\.isDecimal)
    }
    let between = text[left.endIndex..<right.startIndex]
    return isNumber(left) && isNumber(right) && between.allSatisfy { $0.isBlank || $0 == 0x2C || $0 == 0x3B }
      && (left.contains(where: \.isDecimal) || right.contains(where: \.isDecimal))
  }

  /// Whether a word is packed hex with a decimal digit in it, as letters alone may be a word.
  private static func isByteWord(_ word: ArraySlice<UInt8>, in text: ArraySlice<UInt8>) -> Bool {
    let digits = word.starts(with: "0x".utf8) ? word.dropFirst(2) : word
    guard digits.count > 1, digits.allSatisfy({ $0.hexValue != nil }), digits.contains(where: \.isDecimal)
    else { return false }
    if digits.allSatisfy(\.isDecimal) {
      guard let first = HexReader.readPacked(digits.prefix(2)), digits.count.isMultiple(of: 2) else {
        return false
      }
      let isValue =
        word.startIndex > text.startIndex && ":=>".utf8.contains(text[word.startIndex - 1])
      return digits.count < word.count || isValue || digits.count > 2 && FrameLikeness(first) > .none
        || digits.count >= 16
    }
    return digits.count.isMultiple(of: 2) || digits.count > 4
  }

  private static let names: Set<String> = [
    "len", "length", "size", "count", "n", "cap", "fd", "port", "seq", "id", "pid", "tid", "line", "frame",
    "packet", "no", "time", "ts", "conn", "stream", "client",
  ]

  /// Whether a number is a count, or that of something with a name.
  private static func isExplained(
    _ word: ArraySlice<UInt8>, after last: ArraySlice<UInt8>?, before next: ArraySlice<UInt8>?,
    in text: ArraySlice<UInt8>
  ) -> Bool {
    guard word.allSatisfy(\.isDecimal) else { return false }
    if let next, next.starts(with: "byte".utf8) { return true }
    if let last, names.contains(String(decoding: last, as: UTF8.self).lowercased()) { return true }
    guard word.startIndex > text.startIndex, word.endIndex < text.endIndex else { return false }
    return "([".utf8.contains(text[word.startIndex - 1]) && ")]".utf8.contains(text[word.endIndex])
  }

  // MARK: Times

  private static let times = [
    "dddd-dd-ddTdd:dd:dd", "dd-dd dd:dd:dd.ddd", "dddd-dd-dd", "dddd/dd/dd", "dd/dd/dddd", "dd:dd:dd",
  ]

  /// The text with blanks in the place of dates, times, and numbers with a point, such as addresses.
  static func withoutTimes(_ label: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = label
    var index = text.startIndex
    while index < text.endIndex {
      guard text[index].isDecimal else {
        index += 1
        continue
      }
      let isBegin = index == text.startIndex || !text[index - 1].isLetter && !text[index - 1].isDecimal
      let end = isBegin ? self.end(ofTimeAt: index, in: text) : nil
      let stop = end ?? text[index...].firstIndex { !$0.isDecimal } ?? text.endIndex
      if end != nil { for place in index..<stop { text[place] = 0x2F } }
      index = stop
    }
    return text
  }

  private static func end(ofTimeAt index: Int, in text: ArraySlice<UInt8>) -> Int? {
    for pattern in times {
      guard let end = match(pattern, at: index, in: text) else { continue }
      guard pattern.hasPrefix("dd-dd") else { return endOfFraction(end, in: text) }
      // Android writes the numbers of the process and the thread, and the level, after the time.
      let words = text[end...].split(maxSplits: 3, whereSeparator: { $0.isBlank })
      guard words.count > 2, words[0].allSatisfy(\.isDecimal), words[1].allSatisfy(\.isDecimal),
        words[2].count == 1
      else { return end }
      return words[2].startIndex
    }
    // An hour and a minute in brackets, as chats have them.
    if index > text.startIndex, text[index - 1] == 0x5B, let end = match("dd:dd", at: index, in: text),
      end < text.endIndex, text[end] == 0x5D
    {
      return end
    }
    let digits = text[index...].prefix { $0.isDecimal || $0 == 0x2E }
    guard digits.contains(0x2E), digits.last?.isDecimal == true else { return nil }
    guard digits.endIndex < text.endIndex, text[digits.endIndex] == 0x3A,
      digits.count(where: { $0 == 0x2E }) == 3
    else { return digits.endIndex }
    return text[(digits.endIndex + 1)...].firstIndex { !$0.isDecimal } ?? text.endIndex
  }

  private static func endOfFraction(_ end: Int, in text: ArraySlice<UInt8>) -> Int {
    guard end + 1 < text.endIndex, ".,:".utf8.contains(text[end]), text[end + 1].isDecimal else { return end }
    return text[(end + 1)...].firstIndex { !$0.isDecimal } ?? text.endIndex
  }

  private static func match(_ pattern: String, at index: Int, in text: ArraySlice<UInt8>) -> Int? {
    let end = index + pattern.utf8.count
    guard end <= text.endIndex, end == text.endIndex || !text[end].isDecimal,
      zip(pattern.utf8, text[index..<end]).allSatisfy({
        $0 == 0x64 ? $1.isDecimal : $0 == $1 || $0 == 0x54 && $1 == 0x20
      })
    else { return nil }
    return end
  }
}

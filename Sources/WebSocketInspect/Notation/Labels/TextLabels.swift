/// Passes over words in front of bytes, such as `Received: ` or the time and level of a log, and `(7 bytes)` after them.
///
/// What a label is cannot be known for certain, so it is passed over only where whole frames are left.
struct TextLabels {
  private let bytes: [UInt8]

  /// The frames after the labels; nil where there are none, or where two ways of cutting leave different ones.
  static func read(
    _ bytes: [UInt8], with reader: ([UInt8], Bool) throws(ParseError) -> [UInt8]
  ) throws(ParseError) -> [UInt8]? {
    let labels = TextLabels(bytes: bytes)
    var found: [UInt8]?
    for label in labels.candidates() {
      let (blanked, others) = labels.without(label)
      if others.isEmpty, LabelNumber.shape(of: bytes[label]) == .line { continue }
      let (text, announced) = labels.withoutCount(blanked)
      guard let values = try? reader(text, true), FrameLikeness(values) == .whole else { continue }
      guard others.isEmpty || others.allSatisfy({ !PassedWords.spellBytes(withoutOffset(bytes[$0])) }) else {
        continue
      }
      if let count = announced, count != values.count { throw labels.error(label, count, values.count) }
      if others.isEmpty {
        if let count = labels.count(in: label), count != values.count {
          throw labels.error(label, count, values.count)
        }
      } else {
        try labels.checkLines([label] + others, of: text, with: reader)
      }
      if let found, found != values { return nil }
      found = values
    }
    if found == nil, bytes[bytes.trimmedLines(0..<bytes.count)].contains(0x0A) {
      return try LineLabels.read(bytes, with: reader)
    }
    return found
  }

  // MARK: Labels

  /// Labels of the first line: each ends after a word, or after a sign within one.
  private func candidates() -> [Range<Int>] {
    let all = bytes.trimmedLines(0..<bytes.count)
    let lineEnd = bytes[all].firstIndex(of: 0x0A) ?? all.upperBound
    let end = min(lineEnd, all.lowerBound + 200)
    // Without words in front there may still be a number of bytes after them.
    var result = [all.lowerBound..<all.lowerBound]
    for index in all.lowerBound..<end where result.count < 12 {
      let byte = bytes[index]
      guard byte.isBlank || ":=>".utf8.contains(byte) || index + 1 == lineEnd else { continue }
      let label = all.lowerBound..<index + 1
      if isLabel(bytes[label]), canBegin(after: label.upperBound) { result.append(label) }
    }
    return result
  }

  /// Whether bytes can begin after a label: with digits, a sign, or a word that is as long as base64 of a frame.
  private func canBegin(after place: Int) -> Bool {
    guard let start = bytes[place...].firstIndex(where: { !$0.isBlank && $0 != 0x0A }) else { return false }
    guard bytes[start].isLetter else { return true }
    let word = bytes[start...].prefix { $0.isLetter || $0.isDecimal }
    let next = word.endIndex < bytes.count ? bytes[word.endIndex] : 0x20
    return word.count > 1 && word.allSatisfy { $0.hexValue != nil } || word.count > 3 && next != 0x3A
      || "([{'\"<".utf8.contains(next)
  }

  /// Whether words may be in front of bytes: a letter that is not a hex digit is among them, nothing in them was left out, and
  /// no two of them that follow one another are bytes themselves.
  private func isLabel(_ text: ArraySlice<UInt8>) -> Bool {
    if LineTime.isOnly(text) || LabelNumber.shape(of: text) != nil { return true }
    guard !holdsBase64(text), text.contains(where: { $0.isLetter && $0.hexValue == nil || $0 == 0x24 }),
      !PassedWords.spellBytes(Self.withoutOffset(text)),
      !text.contains(SpelledText.ellipsis), !text.contains("...".utf8), !text.starts(with: "0x".utf8),
      !String(decoding: text, as: UTF8.self).lowercased().contains("trunc")
    else { return false }
    let words = text.split(whereSeparator: { $0.isBlank || "([{<".utf8.contains($0) })
    if let last = words.last, last.last?.isLetter == true || last.last?.isDecimal == true, Self.isBytes(last)
    {
      return false
    }
    return !zip(words, words.dropFirst()).contains { Self.isBytes($0) && Self.isBytes($1) }
      && !words.contains { $0.count > 16 && Self.isBytes($0) }
      && !text.contains(where: { "'\\{".utf8.contains($0) }) && text.count { $0 == 0x22 }.isMultiple(of: 2)
  }

  /// Whether one of the words is whole frames in base64.
  private func holdsBase64(_ text: ArraySlice<UInt8>) -> Bool {
    text.split(whereSeparator: { $0.isBlank }).contains { word in
      guard word.count > 3, let values = try? Base64Reader.read(bytes, in: word.startIndex..<word.endIndex)
      else {
        return false
      }
      return FrameLikeness(values) == .whole
    }
  }

  /// Hex digits, but no long decimal number, as those of processes in a log are.
  private static func isBytes(_ word: ArraySlice<UInt8>) -> Bool {
    let word = word.last.map { ":=,".utf8.contains($0) } == true ? word.dropLast() : word
    let digits = word.prefix { $0.hexValue != nil || $0 == 0x78 }
    return digits.count == word.count && word.count > 1 && !(word.count > 2 && word.allSatisfy(\.isDecimal))
  }

  /// The text with blanks in the place of a label, and of the same label in all other lines if they have it.
  private func without(_ label: Range<Int>) -> (text: [UInt8], others: [Range<Int>]) {
    var text = bytes
    var rest: [Range<Int>] = []
    var isEverywhere = true
    var isFirst = true
    for line in TextLines(bytes) where line.lowerBound >= label.upperBound {
      if bytes.trimmed(line).isEmpty { continue }
      guard let end = endOfLabel(like: label, in: line) else {
        isEverywhere = false
        break
      }
      rest.append(line.lowerBound..<end)
      isFirst = false
    }
    let others = isEverywhere && !isFirst && !label.isEmpty ? rest : []
    for range in [label] + others {
      for index in range { text[index] = 0x20 }
    }
    return (text, others)
  }

  /// The end of a label that differs from another one in its digits alone.
  private func endOfLabel(like label: Range<Int>, in line: Range<Int>) -> Int? {
    var index = bytes.skipBlanks(from: line.lowerBound, before: line.upperBound)
    var place = label.lowerBound
    while place < label.upperBound {
      if bytes[place].isDecimal || bytes[place].isBlank {
        let isDigit = bytes[place].isDecimal
        func belongs(_ byte: UInt8) -> Bool { isDigit ? byte.isDecimal : byte.isBlank }
        guard index < line.upperBound, belongs(bytes[index]) else { return nil }
        while place < label.upperBound, belongs(bytes[place]) { place += 1 }
        while index < line.upperBound, belongs(bytes[index]) { index += 1 }
      } else {
        guard index < line.upperBound, bytes[index] == bytes[place] else { return nil }
        place += 1
        index += 1
      }
    }
    return index
  }

  // MARK: Lines

  /// The label without a number at its end, which may be an offset and is compared with the bytes.
  private static func withoutOffset(_ label: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let last = PassedWords.words(of: label).last, isOffset(last, in: label),
      HexReader.readPacked(last).map({ FrameLikeness($0) == .none }) ?? true
    else { return label }
    return label[..<last.startIndex]
  }

  /// Whether the last word of a label is a number, with or without `0x` or `h`, and what follows is not a letter.
  private static func isOffset(_ word: ArraySlice<UInt8>, in label: ArraySlice<UInt8>) -> Bool {
    value(word, radix: 16) != nil && word.contains(where: \.isDecimal)
      && label[word.endIndex...].allSatisfy { $0.isBlank || ":|".utf8.contains($0) }
      && label[word.endIndex...].first.map { $0 == 0x3A || $0 == 0x20 || $0 == 0x09 } ?? false
  }

  private static func value(_ word: ArraySlice<UInt8>, radix: Int) -> Int? {
    var digits = word.starts(with: "0x".utf8) ? word.dropFirst(2) : word
    if let last = digits.last, last | 0x20 == 0x68 { digits = digits.dropLast() }
    guard !digits.isEmpty, digits.count <= 15 else { return nil }
    return Int(String(decoding: digits, as: UTF8.self), radix: radix)
  }

  /// Holds the counts and the offsets in the labels of several lines against the bytes of each line.
  private func checkLines(
    _ labels: [Range<Int>], of text: [UInt8], with reader: ([UInt8], Bool) throws(ParseError) -> [UInt8]
  ) throws(ParseError) {
    func words(of label: Range<Int>) -> [Range<Int>] {
      PassedWords.words(of: PassedWords.withoutTimes(bytes[label])).map { $0.startIndex..<$0.endIndex }
    }
    let first = words(of: labels[0])
    let shape = LabelNumber.shape(of: bytes[labels[0]])
    let numbers = first.indices.filter { place in
      shape != nil || mayBeOffset(bytes[first[place]], isLast: place + 1 == first.count, in: labels[0])
    }
    let counts = labels.map { count(in: $0) }
    guard !numbers.isEmpty || counts.contains(where: { $0 != nil }) else { return }
    var lengths: [Int] = []
    var columns = [[ArraySlice<UInt8>]](repeating: [], count: numbers.count)
    for label in labels {
      let words = words(of: label)
      for (column, place) in numbers.enumerated() {
        columns[column].append(place < words.count ? bytes[words[place]] : [])
      }
    }
    for (label, count) in zip(labels, counts) {
      let end = text[label.upperBound...].firstIndex(of: 0x0A) ?? text.count
      let line = Array(text[label.upperBound..<end])
      let values = (try? reader(line, true)) ?? (try? reader(line, false)) ?? []
      lengths.append(values.count)
      if let count, count != values.count { throw error(label, count, values.count) }
    }
    for column in columns {
      let agrees = [16, 10].contains { radix in
        var due = Self.value(column[0], radix: radix)
        return zip(column, lengths).allSatisfy { word, length in
          guard let start = due, Self.value(word, radix: radix) == start else { return false }
          due = start &+ length
          return true
        }
      }
      let first = Self.value(column[0], radix: 16)
      let isSteady = column[0].count < 4 && first != 0 && column.allSatisfy { $0.elementsEqual(column[0]) }
      // The numbers of items go up by one, whatever the length of the lines.
      guard shape != .item && (agrees || isSteady) || LabelNumber.areConsecutive(column) else {
        throw ParseError(
          at: column[0].startIndex, in: bytes,
          "the numbers in front of these lines do not follow from their bytes", lacksBytes: true)
      }
    }
  }

  /// Whether a number of a label may be that of the bytes in front: it ends the label, or has the digits of an offset.
  private func mayBeOffset(_ word: ArraySlice<UInt8>, isLast: Bool, in label: Range<Int>) -> Bool {
    guard Self.value(word, radix: 16) != nil, word.contains(where: \.isDecimal) else { return false }
    let next = word.endIndex < label.upperBound ? bytes[word.endIndex] : 0x20
    if isLast, Self.isOffset(word, in: bytes[label]) { return true }
    return word.count >= 4 && next != 0x29 && next != 0x5D
  }

  // MARK: Counts

  /// The text without the full stop at its end, and without `(7 bytes)`, with that number.
  private func withoutCount(_ text: [UInt8]) -> ([UInt8], Int?) {
    var all = text.trimmedLines(0..<text.count)
    // The end of a sentence.
    if text[all].last == 0x2E { all = all.lowerBound..<all.upperBound - 1 }
    let text = Array(text[..<all.upperBound])
    guard let last = text[all].last, last == 0x29 || last == 0x5D,
      let open = text[all.suffix(32)].lastIndex(of: last == 0x29 ? 0x28 : 0x5B), open > all.lowerBound
    else { return (text, nil) }
    let words = text[open + 1..<all.upperBound - 1].split(whereSeparator: { $0.isBlank })
    guard words.count == 2, words[1].starts(with: "byte".utf8),
      let count = Int(String(decoding: words[0], as: UTF8.self))
    else { return (text, nil) }
    return (Array(text[..<open]), count)
  }

  /// The number that a label has in front of `bytes`, or after `len`, `length` or `size`.
  private func count(in label: Range<Int>) -> Int? {
    let slices = PassedWords.words(of: bytes[label])
    let words = slices.map { String(decoding: $0, as: UTF8.self).lowercased() }
    for (index, word) in words.enumerated() {
      if word == "bytes" || word == "byte", index > 0, let count = Int(words[index - 1]),
        bytes[slices[index - 1].endIndex..<slices[index].startIndex].allSatisfy({ $0.isBlank || $0 == 0x2D })
      {
        return count
      }
      if ["len", "length", "size"].contains(word), index + 1 < words.count, let count = Int(words[index + 1])
      {
        return count
      }
    }
    return LabelNumber.count(in: bytes[label])
  }

  private func error(_ label: Range<Int>, _ due: Int, _ count: Int) -> ParseError {
    ParseError(
      at: label.lowerBound, in: bytes, "\(due) bytes are announced, and there are \(count)", lacksBytes: true)
  }
}

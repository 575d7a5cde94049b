/// Reads lines that have the index of a byte and its number: `0: 129` of a browser, `[0]: 129` of C#, `- 0 : 129` of Swift,
/// `| 0 | 129 |` of `console.table`, `0 129`.
struct NumberedLines {
  private struct Element {
    let index: Int
    let value: UInt8
    /// Where the line begins.
    let place: Int
    /// Whether a sign divides the index from the number, and not blanks alone.
    let hasSign: Bool
    /// Whether the number cannot be two hex digits.
    let isNumber: Bool
  }

  /// A line with an index, or a heading, is not longer.
  private static let longest = 4096

  private let bytes: [UInt8]
  private var values: [UInt8] = []
  /// The same with the index in front of each.
  private var plain: [UInt8] = []
  private var first: Element?
  private var last: Element?
  /// Where the first element begins whose index does not follow from the one in front.
  private var gap: Int?
  private var haveSigns = true
  private var haveNumber = false
  /// Lines in front, which hold no bytes.
  private var headings: [Range<Int>] = []
  private var isEnded = false

  /// nil when the text is something else. Fails where an index is missing.
  static func read(_ bytes: [UInt8], expecting frames: Bool) throws(ParseError) -> [UInt8]? {
    var reader = NumberedLines(bytes: bytes)
    for line in TextLines(bytes) {
      guard reader.take(line) else { return nil }
    }
    return try reader.finish(expecting: frames)
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func take(_ line: Range<Int>) -> Bool {
    guard line.count <= Self.longest else { return false }
    let content = bytes.trimmed(line)
    if bytes[content].allSatisfy({ "+-=|{}()[];,".utf8.contains($0) || $0.isBlank }) { return true }
    if let element = element(in: content) {
      guard !isEnded else { return false }
      return take(element)
    }
    let hasWord = bytes[content].contains { $0.isLetter && $0.hexValue == nil }
    let isAddress = bytes[content].contains("pointer".utf8)
    guard hasWord, isAddress || !PassedWords.spellBytes(bytes[content]) else { return false }
    if values.isEmpty {
      headings.append(content)
      return headings.count <= 8
    }
    isEnded = true
    return bytes[content].contains(0x3A)
  }

  /// Gives false where the numbers in front of the lines do not go up from 0 or 1.
  private mutating func take(_ element: Element) -> Bool {
    guard last.map({ $0.index < element.index }) ?? (element.index <= 1) else { return false }
    if let last, last.index + 1 != element.index, gap == nil { gap = element.place }
    first = first ?? element
    last = element
    haveSigns = haveSigns && element.hasSign
    haveNumber = haveNumber || element.isNumber
    values.append(element.value)
    plain += [UInt8(truncatingIfNeeded: element.index), element.value]
    return true
  }

  private func element(in content: Range<Int>) -> Element? {
    var index = content.lowerBound
    let end = content.upperBound
    var hasSign = false
    while index < end, bytes[index].isBlank || "-[|(".utf8.contains(bytes[index]) {
      hasSign = hasSign || !bytes[index].isBlank
      index += 1
    }
    guard let number = decimal(at: &index, before: end), number.digits == "\(number.value)".utf8.count else {
      return nil
    }
    let gap = index
    while index < end, bytes[index].isBlank || "]):|,=>".utf8.contains(bytes[index]) {
      hasSign = hasSign || "]):|=>".utf8.contains(bytes[index])
      index += 1
    }
    guard index > gap, index < end else { return nil }
    let isHex = bytes.hasHexMark(at: index, before: end)
    let start = index
    let value: UInt8?
    if isHex {
      index = bytes.skipHex(from: index + 2, before: end)
      value = UInt8(String(decoding: bytes[start + 2..<index], as: UTF8.self), radix: 16)
    } else {
      if bytes[index] == 0x2D { index += 1 }
      while index < end, bytes[index].isDecimal { index += 1 }
      value = NumberRadix.value(bytes[start..<index], base: 10)
    }
    guard let value, isHex || bytes[start] != 0x30 || index == start + 1,
      bytes[index..<end].allSatisfy({ $0.isBlank || ",;|)".utf8.contains($0) })
    else { return nil }
    return Element(
      index: number.value, value: value, place: content.lowerBound, hasSign: hasSign,
      isNumber: isHex || index - start != 2)
  }

  private func decimal(at index: inout Int, before end: Int) -> (value: Int, digits: Int)? {
    let start = index
    while index < end, bytes[index].isDecimal, index - start < 9 { index += 1 }
    return Int(String(decoding: bytes[start..<index], as: UTF8.self)).map { ($0, index - start) }
  }

  private func finish(expecting frames: Bool) throws(ParseError) -> [UInt8]? {
    guard let first else { return nil }
    if haveSigns, first.index == 0 { try checkCount(values.count) }
    guard values.count > 1, haveNumber else { return nil }
    if !haveSigns || first.index == 1 {
      // Two numbers a line may be bytes themselves.
      guard frames, first.index == 0 || FrameLikeness(values) == .whole,
        FrameLikeness(plain) < max(FrameLikeness(values), .start)
      else { return nil }
    }
    if let gap {
      throw ParseError(
        at: gap, in: bytes, "an element is missing in front of this one, by their numbers", lacksBytes: true)
    }
    try checkCount(values.count)
    return values
  }

  /// Holds the numbers of the headings that are in brackets, or in front of a noun, against that of the elements.
  private func checkCount(_ count: Int) throws(ParseError) {
    for heading in headings {
      for word in PassedWords.words(of: bytes[heading]) where word.allSatisfy(\.isDecimal) {
        let before = word.startIndex > heading.lowerBound ? bytes[word.startIndex - 1] : 0
        let next = bytes[word.endIndex..<heading.upperBound].drop { $0.isBlank }
        let isCount =
          before == 0x28 || before == 0x5B || next.starts(with: "byte".utf8)
          || next.starts(with: "element".utf8)
        guard isCount, let due = Int(String(decoding: word, as: UTF8.self)), due != count else { continue }
        throw ParseError(
          at: word.startIndex, in: bytes, "the length is given as \(due), and there are \(count) bytes",
          lacksBytes: true)
      }
    }
  }
}

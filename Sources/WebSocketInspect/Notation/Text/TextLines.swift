/// The lines of a text as ranges without their line ends (LF or CR LF).
struct TextLines: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> Range<Int>? {
    guard place < bytes.count else { return nil }
    let start = place
    let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
    place = end + 1
    return start..<(end > start && bytes[end - 1] == 0x0D ? end - 1 : end)
  }
}

extension [UInt8] {
  /// The first place from `start` that has no blank, or `end`.
  func skipBlanks(from start: Int, before end: Int) -> Int {
    var index = start
    while index < end, self[index].isBlank { index += 1 }
    return index
  }

  /// The first place from `start` that has no hexadecimal digit, or `end`.
  func skipHex(from start: Int, before end: Int) -> Int {
    var index = start
    while index < end, self[index].hexValue != nil { index += 1 }
    return index
  }

  /// Whether `0x` or `0X` is at the place.
  func hasHexMark(at index: Int, before end: Int) -> Bool {
    index + 2 < end && self[index] == 0x30 && self[index + 1] | 0x20 == 0x78
      && self[index + 2].hexValue != nil
  }

  /// Whether a text is at a place.
  func has(_ words: String, at index: Int) -> Bool {
    index >= 0 && index <= count && self[index...].starts(with: words.utf8)
  }

  /// The range without blanks and line ends at both ends.
  func trimmedLines(_ range: Range<Int>) -> Range<Int> {
    func isEmpty(_ byte: UInt8) -> Bool { byte.isBlank || byte == 0x0A }
    let start = range.first { !isEmpty(self[$0]) } ?? range.upperBound
    let end = range.last { !isEmpty(self[$0]) }.map { $0 + 1 } ?? start
    return start..<Swift.max(start, end)
  }

  /// The range without the quotes around it, if it has the same ones at both ends.
  func withoutQuotes(_ range: Range<Int>) -> Range<Int> {
    guard range.count > 1, self[range.lowerBound] == 0x22 || self[range.lowerBound] == 0x27,
      self[range.upperBound - 1] == self[range.lowerBound]
    else { return range }
    return range.lowerBound + 1..<range.upperBound - 1
  }

  /// The range without the blanks at both ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    let start = skipBlanks(from: range.lowerBound, before: range.upperBound)
    var end = range.upperBound
    while end > start, self[end - 1].isBlank { end -= 1 }
    return start..<end
  }
}

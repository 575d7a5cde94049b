import WebSocketWire

/// Reads hexadecimal digits in the spellings that `ByteNotation` lists.
struct HexReader {
  private let bytes: [UInt8]
  private var output: [UInt8] = []
  /// How many `0x` there were.
  private var marks = 0

  /// The bytes of a range of the text, or of all of it.
  static func read(_ bytes: [UInt8], in range: Range<Int>? = nil) throws(NotationError) -> [UInt8] {
    var reader = HexReader(bytes: bytes)
    try reader.readPairs(range ?? 0..<bytes.count)
    return reader.output
  }

  /// The bytes of a text in which each has `0x` in front of its two digits; nil for any other text.
  static func readMarked(_ bytes: [UInt8]) -> [UInt8]? {
    var reader = HexReader(bytes: bytes)
    guard (try? reader.readPairs(0..<bytes.count)) != nil, reader.marks > 0,
      reader.marks == reader.output.count
    else { return nil }
    return reader.output
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
    output.reserveCapacity(bytes.count / 2)
  }

  // MARK: Free notation

  private mutating func readPairs(_ range: Range<Int>) throws(NotationError) {
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      if let length = prefixLength(at: index, before: range.upperBound) {
        guard digit(at: index + length, before: range.upperBound) != nil else {
          let prefix = Escaper.line(bytes: bytes[index..<index + length])
          throw NotationError(at: index, in: bytes, "\(prefix) with no digit after it")
        }
        if byte == 0x30 { marks += 1 }
        index += length
      } else if let end = endOfComment(at: index, before: range.upperBound) {
        index = end
      } else if Self.isSeparator(byte) {
        index += 1
      } else {
        index = try readPair(at: index, before: range.upperBound)
      }
    }
  }

  /// The place after a comment that begins here: `//` or `#` to the end of the line, or one between `/*` and `*/`.
  private func endOfComment(at index: Int, before end: Int) -> Int? {
    guard bytes[index] == 0x23 || bytes[index] == 0x2F else { return nil }
    let next = index + 1 < end ? bytes[index + 1] : 0
    if bytes[index] == 0x23 || bytes[index] == 0x2F && next == 0x2F {
      return bytes[index..<end].firstIndex(of: 0x0A) ?? end
    }
    guard bytes[index] == 0x2F, next == 0x2A else { return nil }
    var place = index + 2
    while place + 1 < end, !(bytes[place] == 0x2A && bytes[place + 1] == 0x2F) { place += 1 }
    return min(place + 2, end)
  }

  /// Reads two digits, or one that has `0x` in front and nothing after; gives the index after them.
  private mutating func readPair(at index: Int, before end: Int) throws(NotationError) -> Int {
    guard let high = digit(at: index, before: end) else {
      if bytes[index...].starts(with: "...".utf8) || bytes[index] == SpelledText.ellipsis {
        throw NotationError(
          at: index, in: bytes, "an ellipsis stands for bytes that were left out", isCertain: true)
      }
      throw NotationError(at: index, in: bytes, "\(Escaper.line(bytes: [bytes[index]])) is not a hex digit")
    }
    let isMarked = index >= 2 && bytes[index - 2] == 0x30 && bytes[index - 1] | 0x20 == 0x78
    if isMarked, index + 1 == end || Self.isSeparator(bytes[index + 1]) {
      output.append(high)
      return index + 1
    }
    guard let low = digit(at: index + 1, before: end), prefixLength(at: index + 1, before: end) == nil else {
      if index + 1 < end, !Self.isSeparator(bytes[index + 1]), digit(at: index + 1, before: end) == nil,
        prefixLength(at: index + 1, before: end) == nil
      {
        throw NotationError(
          at: index + 1, in: bytes, "\(Escaper.line(bytes: [bytes[index + 1]])) is not a hex digit")
      }
      let lone = Escaper.line(bytes: [bytes[index]])
      throw NotationError(at: index, in: bytes, "the digit \(lone) is alone, and a byte has two")
    }
    output.append(high << 4 | low)
    return index + 2
  }

  /// The length of a `0x` or `\x` at the index.
  private func prefixLength(at index: Int, before end: Int) -> Int? {
    guard index + 1 < end, bytes[index] == 0x30 || bytes[index] == 0x5C, bytes[index + 1] | 0x20 == 0x78
    else {
      return nil
    }
    return 2
  }

  private static let separators = ByteSet(",;:-|{}[]()<>\"'")

  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09...0x0D, 0x20: true
    default: separators.contains(byte)
    }
  }

  private func digit(at index: Int, before end: Int) -> UInt8? {
    index < end ? bytes[index].hexValue : nil
  }
}

import WebSocketWire

/// Reads hexadecimal digits in the spellings that `ByteNotation` lists.
struct HexReader {
  private let bytes: [UInt8]
  private var output: [UInt8] = []
  /// Whether there was a `0x`.
  private var hasMarks = false

  /// The bytes of a range of the text, or of all of it.
  static func read(_ bytes: [UInt8], in range: Range<Int>? = nil) throws(ParseError) -> [UInt8] {
    var reader = HexReader(bytes: bytes)
    try reader.readPairs(range ?? 0..<bytes.count)
    return reader.output
  }

  /// The bytes of a text in which each is alone in brackets, as terminal programs show them (`[81][05]`); nil for any other.
  static func readCells(_ bytes: [UInt8]) -> [UInt8]? {
    var values: [UInt8] = []
    for word in TextWords(bytes[...], dividedBy: ByteSet("]")) {
      guard word.count == 3, word.first == 0x5B, let value = readPacked(word.dropFirst()) else { return nil }
      values += value
    }
    return values.count * 4 == bytes.count(where: { !$0.isBlank && $0 != 0x0A }) && !values.isEmpty
      ? values : nil
  }

  /// The bytes of hex digits without anything else; nil for any other text.
  static func readPacked(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
    guard digits.allSatisfy({ $0.hexValue != nil }) else { return nil }
    return try? read(Array(digits))
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
    output.reserveCapacity(bytes.count / 2)
  }

  // MARK: Free notation

  private mutating func readPairs(_ range: Range<Int>) throws(ParseError) {
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      if let length = prefixLength(at: index, before: range.upperBound) {
        guard digit(at: index + length, before: range.upperBound) != nil else {
          let prefix = Escaper.line(bytes: bytes[index..<index + length])
          throw ParseError(at: index, in: bytes, "\(prefix) with no digit after it")
        }
        hasMarks = hasMarks || byte == 0x30
        index += length
      } else if let end = CodeComment.end(at: index, in: bytes, before: range.upperBound) {
        guard !CodeComment.isEllipsis(index..<end, in: bytes) else {
          throw ParseError(ellipsisAt: index, in: bytes)
        }
        index = end
      } else if Self.isSeparator(byte) || continuesLine(at: index, before: range.upperBound) {
        if hasMarks, byte == 0x7C || byte == 0x2D, index + 1 < range.upperBound, bytes[index + 1].isBlank {
          throw ParseError(
            at: index, in: bytes, "this sign between numbers is not read; give its result", isCertain: true)
        }
        index += 1
      } else {
        index = try readPair(at: index, before: range.upperBound)
      }
    }
  }

  /// Reads two digits, or one that has `0x` in front and nothing after; gives the index after them.
  private mutating func readPair(at index: Int, before end: Int) throws(ParseError) -> Int {
    guard let high = digit(at: index, before: end) else {
      if bytes.has("...", at: index) || bytes.has("??", at: index) || bytes[index] == SpelledText.ellipsis {
        throw ParseError(ellipsisAt: index, in: bytes)
      }
      throw ParseError(at: index, in: bytes, "\(SpelledText.name(of: bytes[index])) is not a hex digit")
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
        throw ParseError(
          at: index + 1, in: bytes, "\(SpelledText.name(of: bytes[index + 1])) is not a hex digit")
      }
      let lone = Escaper.line(bytes: [bytes[index]])
      throw ParseError(at: index, in: bytes, "the digit \(lone) is alone, and a byte has two")
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

  /// Whether a backslash says that the next line belongs to this one, as in a file of the registry of Windows.
  private func continuesLine(at index: Int, before end: Int) -> Bool {
    guard bytes[index] == 0x5C else { return false }
    let next = bytes.skipBlanks(from: index + 1, before: end)
    return next < end && bytes[next] == 0x0A
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

import WebSocketWire

/// Reads hexadecimal digits in the spellings that `ByteNotation` lists.
struct HexReader {
  private let bytes: [UInt8]
  private var output: [UInt8] = []
  private var isInDump = false

  static func read(_ bytes: [UInt8]) throws(NotationError) -> [UInt8] {
    if let dumped = try OffsetDumpReader.read(bytes) { return dumped }
    var reader = HexReader(bytes: bytes)
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      try reader.readLine(start..<end)
      start = end + 1
    }
    return reader.output
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
    output.reserveCapacity(bytes.count / 2)
  }

  private mutating func readLine(_ line: Range<Int>) throws(NotationError) {
    if let prefix = dumpPrefix(of: line) {
      isInDump = true
      if prefix.hasColon, isBinary(prefix.start..<line.upperBound) {
        throw NotationError(
          at: prefix.start, in: bytes, "eight binary digits a byte, as xxd -b writes them, expected hex",
          isCertain: true)
      }
      return try readDump(prefix.start..<line.upperBound, hasColon: prefix.hasColon)
    }
    if isInDump, try isPassedOver(line) { return }
    try readPairs(line)
  }

  // MARK: Free notation

  private mutating func readPairs(_ range: Range<Int>) throws(NotationError) {
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      if let length = prefixLength(at: index, before: range.upperBound) {
        guard digit(at: index + length, before: range.upperBound) != nil else {
          let prefix = Escaper.line(bytes: bytes[index..<index + length])
          throw NotationError(at: index, in: bytes, "\(prefix) with no digit behind it")
        }
        index += length
      } else if Self.isSeparator(byte) {
        index += 1
      } else {
        index = try readPair(at: index, before: range.upperBound)
      }
    }
  }

  /// Reads two digits; gives the index behind them.
  private mutating func readPair(at index: Int, before end: Int) throws(NotationError) -> Int {
    guard let high = digit(at: index, before: end) else {
      if bytes[index...].starts(with: "...".utf8) || bytes[index] == SpelledText.ellipsis {
        throw NotationError(
          at: index, in: bytes, "an ellipsis stands for bytes that were left out", isCertain: true)
      }
      throw NotationError(at: index, in: bytes, "\(Escaper.line(bytes: [bytes[index]])) is not a hex digit")
    }
    guard let low = digit(at: index + 1, before: end), prefixLength(at: index + 1, before: end) == nil else {
      if index + 1 < end, !Self.isSeparator(bytes[index + 1]), digit(at: index + 1, before: end) == nil,
        prefixLength(at: index + 1, before: end) == nil
      {
        throw NotationError(
          at: index + 1, in: bytes, "\(Escaper.line(bytes: [bytes[index + 1]])) is not a hex digit")
      }
      let lone = Escaper.line(bytes: [bytes[index]])
      throw NotationError(at: index, in: bytes, "the digit \(lone) stands alone, and a byte has two")
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

  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09...0x0D, 0x20: true
    default: ",;:-{}[]()<>\"'".utf8.contains(byte)
    }
  }

  private func digit(at index: Int, before end: Int) -> UInt8? {
    index < end ? Self.digit(bytes[index]) : nil
  }

  /// The value of a hex digit.
  static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }

  // MARK: Dumps

  /// Where the bytes of a dump's line begin; nil when it is no such line.
  private func dumpPrefix(of line: Range<Int>) -> (start: Int, hasColon: Bool)? {
    var index = skipBlanks(from: line.lowerBound, before: line.upperBound)
    let hasMark = prefixLength(at: index, before: line.upperBound) != nil && bytes[index] == 0x30
    if hasMark { index += 2 }
    let first = index
    index = skipDigits(from: index, before: line.upperBound)
    guard index - first >= (hasMark ? 4 : 8), index < line.upperBound else { return nil }
    if bytes[index] == 0x3A {
      let behind = index + 1
      guard behind == line.upperBound || Self.isBlank(bytes[behind]) else { return nil }
      return (skipBlanks(from: behind, before: line.upperBound), true)
    }
    let start = index + 2
    guard !hasMark, line.upperBound - index > 2, bytes[index] == 0x20, bytes[index + 1] == 0x20,
      isLonePair(at: start, before: line.upperBound)
    else { return nil }
    return (start, false)
  }

  private mutating func readDump(_ range: Range<Int>, hasColon: Bool) throws(NotationError) {
    var index = range.lowerBound
    var count = 0
    while index < range.upperBound, !Self.isBlank(bytes[index]) {
      index = try readPair(at: index, before: range.upperBound)
      count += 1
      if !hasColon, count == HexDump.rowLength { return }
      guard index < range.upperBound, Self.isBlank(bytes[index]) else { continue }
      index += 1
      let isMiddle =
        !hasColon && count == HexDump.rowLength / 2 && isLonePair(at: index + 1, before: range.upperBound)
      if isMiddle { index += 1 }
    }
  }

  /// Whether all groups of a line are eight binary digits, and each stands for one byte: as hex it would stand for four,
  /// each with its character behind the groups.
  private func isBinary(_ range: Range<Int>) -> Bool {
    let parts = bytes[range].split(separator: 0x20, maxSplits: 256, omittingEmptySubsequences: false)
    let groups = parts.prefix { !$0.isEmpty && $0 != [0x0D] }
    guard let last = groups.last, groups.allSatisfy({ $0.count == 8 && $0.allSatisfy { $0 | 1 == 0x31 } })
    else { return false }
    let text = bytes[skipBlanks(from: last.endIndex, before: range.upperBound)..<range.upperBound]
    return text.count { $0 != 0x0D } != 4 * groups.count
  }

  /// Whether a line among those of a dump holds no bytes of its own.
  private func isPassedOver(_ line: Range<Int>) throws(NotationError) -> Bool {
    let first = skipBlanks(from: line.lowerBound, before: line.upperBound)
    if first - line.lowerBound >= 10 { return true }
    let behind = skipDigits(from: first, before: line.upperBound)
    if behind - first >= 8, skipBlanks(from: behind, before: line.upperBound) == line.upperBound {
      return true
    }
    guard first < line.upperBound, bytes[first] == 0x2A else { return false }
    throw Self.leftOut(at: first, in: bytes)
  }

  /// The error of a lone `*`.
  static func leftOut(at index: Int, in bytes: [UInt8]) -> NotationError {
    NotationError(
      at: index, in: bytes, "* stands for lines that the dump left out; make it without leaving any out",
      isCertain: true)
  }

  /// Whether exactly two digits stand at the index.
  private func isLonePair(at index: Int, before end: Int) -> Bool {
    skipDigits(from: index, before: end) - index == 2 && (index + 2 == end || Self.isBlank(bytes[index + 2]))
  }

  private func skipDigits(from start: Int, before end: Int) -> Int {
    var index = start
    while digit(at: index, before: end) != nil { index += 1 }
    return index
  }

  private func skipBlanks(from start: Int, before end: Int) -> Int {
    var index = start
    while index < end, Self.isBlank(bytes[index]) { index += 1 }
    return index
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}

/// Reads the dumps of od and Wireshark, whose offsets are too short to be known by their length.
///
/// Their lines could be bytes in free notation too, so the input is such a dump only if every offset in it is right.
struct OffsetDumpReader {
  private var output: [UInt8] = []
  private var isClosed = false
  private var needsClosing = false

  /// nil when the input is something else.
  static func read(_ bytes: [UInt8]) throws(NotationError) -> [UInt8]? {
    var reader = OffsetDumpReader()
    var rest = bytes[...]
    while !rest.isEmpty {
      let line = rest.prefix { $0 != 0x0A }.drop(while: HexReader.isBlank)
      rest = rest[line.endIndex...].dropFirst()
      if line.first == 0x2A, !reader.output.isEmpty {
        throw HexReader.leftOut(at: line.startIndex, in: bytes)
      }
      guard line.isEmpty || reader.readLine(line) else { return nil }
    }
    return reader.output.isEmpty || reader.needsClosing && !reader.isClosed ? nil : reader.output
  }

  private mutating func readLine(_ line: ArraySlice<UInt8>) -> Bool {
    let offset = line.prefix(8).prefix { HexReader.digit($0) != nil }
    guard !isClosed, (4...7).contains(offset.count), isRight(offset) else { return false }
    var rest = line[offset.endIndex...]
    let gap = rest.prefix(while: HexReader.isBlank)
    rest = rest[gap.endIndex...]
    if rest.isEmpty {
      isClosed = true
      return true
    }
    switch (offset.count, gap.count) {
    case (_, 2...3), (7, 1): break
    case (6, 1): needsClosing = true
    default: return false
    }
    return readPairs(rest)
  }

  /// Reads pairs with single blanks between them, to the end of the line or to two blanks.
  private mutating func readPairs(_ line: ArraySlice<UInt8>) -> Bool {
    var rest = line
    repeat {
      guard rest.count >= 2, let high = HexReader.digit(rest[rest.startIndex]),
        let low = HexReader.digit(rest[rest.startIndex + 1])
      else { return false }
      output.append(high << 4 | low)
      rest = rest.dropFirst(2)
      guard rest.first.map(HexReader.isBlank) ?? true else { return false }
      rest = rest.dropFirst()
    } while rest.first.map { !HexReader.isBlank($0) } ?? false
    return true
  }

  /// Whether an offset, in any of the bases that od has, is the number of bytes in front of its line.
  private func isRight(_ digits: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: digits, as: UTF8.self)
    return [16, 8, 10].contains { Int(text, radix: $0) == output.count }
  }
}

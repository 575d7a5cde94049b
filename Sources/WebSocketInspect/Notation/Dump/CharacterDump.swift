/// Reads what `od -c` and `hexdump -c` write: a cell of four characters for each byte, octal, an escape, or the character itself.
struct CharacterDump {
  private struct Row {
    /// Of the offset.
    let digits: Range<Int>
    /// Of its bytes in `cells`; the last ones may be blanks that fill the line up.
    let cells: Range<Int>
  }

  private let bytes: [UInt8]
  private var rows: [Row] = []
  private var cells: [UInt8] = []
  /// Rows after which `*` means more of the same.
  private var stars: Set<Int> = []

  /// nil when the text is something else.
  static func read(_ bytes: [UInt8]) throws(ParseError) -> [UInt8]? {
    var reader = CharacterDump(bytes: bytes)
    for line in TextLines(bytes) {
      if bytes.trimmed(line).isEmpty { continue }
      if DumpTitle.isStar(line, in: bytes), !reader.rows.isEmpty {
        reader.stars.insert(reader.rows.count - 1)
        continue
      }
      guard reader.takeRow(line) else { return nil }
    }
    guard reader.hasShownCharacter else { return nil }
    return try reader.finish()
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// Whether a cell has an escape or a character that is not a digit, so that the others are not numbers (`od -t u1`); beside a cell of
  /// one digit, zeros in front of another say that too.
  private var hasShownCharacter: Bool {
    var hasDigit = false
    var hasZeros = false
    for row in rows {
      let end = bytes[row.digits.upperBound...].firstIndex(of: 0x0A) ?? bytes.count
      for word in TextWords(bytes[row.digits.upperBound..<end]) {
        guard let first = word.first else { continue }
        if first == 0x5C || word.count == 1 && !first.isDecimal && first != 0x2D { return true }
        hasDigit = hasDigit || word.count == 1
        hasZeros = hasZeros || word.count == 3 && first == 0x30
      }
    }
    return hasDigit && hasZeros
  }

  /// Gives false where the line is something else.
  private mutating func takeRow(_ line: Range<Int>) -> Bool {
    let end = bytes[line].last == 0x0D ? line.upperBound - 1 : line.upperBound
    let digits = bytes[bytes.skipBlanks(from: line.lowerBound, before: end)..<end].prefix {
      $0.hexValue != nil
    }
    guard 6...8 ~= digits.count else { return false }
    let start = cells.count
    var index = digits.endIndex
    while index < end {
      // The last cell may have lost the blanks at its end.
      guard bytes[index] == 0x20, index + 4 <= end || bytes[index..<end].allSatisfy({ $0 == 0x20 }),
        let value = Self.value(of: bytes[index..<min(index + 4, end)].drop { $0 == 0x20 })
      else { return false }
      cells.append(value)
      index += 4
    }
    rows.append(Row(digits: digits.startIndex..<digits.endIndex, cells: start..<cells.count))
    return true
  }

  private static let escapes: [UInt8: UInt8] = [
    0x30: 0, 0x61: 7, 0x62: 8, 0x74: 9, 0x6E: 10, 0x76: 11, 0x66: 12, 0x72: 13,
  ]

  private static func value(of cell: ArraySlice<UInt8>) -> UInt8? {
    switch cell.count {
    case 0: 0x20
    case 1: cell.first
    case 2 where cell.first == 0x5C: cell.last.flatMap { escapes[$0] }
    case 3 where cell.allSatisfy { 0x30...0x37 ~= $0 }: UInt8(String(decoding: cell, as: UTF8.self), radix: 8)
    default: nil
    }
  }

  /// The bytes in the base in which each offset agrees with them.
  private func finish() throws(ParseError) -> [UInt8] {
    var readings: [[UInt8]] = []
    for base in OffsetBases.bases {
      if let values = values(base: base), !readings.contains(values) { readings.append(values) }
    }
    guard let values = readings.first else {
      throw ParseError(
        at: rows[0].digits.lowerBound, in: bytes,
        "the offsets do not agree with the characters of the rows; dump bytes (od -A x -t x1)",
        isCertain: true)
    }
    guard readings.count == 1 else {
      throw ParseError(
        at: rows[0].digits.lowerBound, in: bytes,
        "the base of the offsets is not clear; dump bytes (od -A x -t x1)",
        isCertain: true)
    }
    return values
  }

  private func values(base: Int) -> [UInt8]? {
    func offset(_ index: Int) -> Int? {
      Int(String(decoding: bytes[rows[index].digits], as: UTF8.self), radix: base)
    }
    guard rows.count > 1, rows.last?.cells.isEmpty == true else { return nil }
    var values: [UInt8] = []
    for (index, row) in rows.dropLast().enumerated() {
      guard let start = offset(index), let end = offset(index + 1) else { return nil }
      let count = end - start
      guard count > 0, count <= 1 << 20 else { return nil }
      let length = stars.contains(index) ? row.cells.count : count
      // hexdump fills the last line up with blanks.
      guard length > 0, length <= row.cells.count, count.isMultiple(of: length),
        cells[row.cells].dropFirst(length).allSatisfy({ $0 == 0x20 }),
        length == row.cells.count || index == rows.count - 2 && row.cells.count == 16
      else { return nil }
      for _ in 0..<count / length { values += cells[row.cells].prefix(length) }
    }
    return values
  }
}

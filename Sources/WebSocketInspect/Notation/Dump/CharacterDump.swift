/// Reads what `od -c` and `hexdump -c` write: a cell of four characters for each byte, octal, an escape, or the character itself. With
/// `od -A n` there are no offsets in front.
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
      if DumpTitle.isStar(line, in: bytes), reader.hasOffsets {
        reader.stars.insert(reader.rows.count - 1)
        continue
      }
      guard reader.takeRow(line) else { return nil }
    }
    guard reader.hasShownCharacter, reader.hasOffsets || reader.hasOctal else { return nil }
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

  private var hasOffsets: Bool { rows.first?.digits.isEmpty == false }

  /// Whether a byte is shown in octal that is no character, which no other text in columns has beside single characters.
  private var hasOctal: Bool { cells.contains { $0 >= 0x80 } }

  /// Gives false where the line is something else.
  private mutating func takeRow(_ line: Range<Int>) -> Bool {
    let end = bytes[line].last == 0x0D ? line.upperBound - 1 : line.upperBound
    let digits = bytes[bytes.skipBlanks(from: line.lowerBound, before: end)..<end].prefix {
      $0.hexValue != nil
    }
    let hasOffset = 6...8 ~= digits.count
    guard rows.isEmpty || hasOffset != rows[0].digits.isEmpty else { return false }
    let start = cells.count
    var index = hasOffset ? digits.endIndex : line.lowerBound
    if !hasOffset {
      // A quote moves a line, or takes the blanks at its beginning away.
      let word = bytes[bytes.skipBlanks(from: index, before: end)..<end].prefix { !$0.isBlank }
      let width = word.endIndex - index
      if width < 4 {
        guard let value = Self.value(of: word) else { return false }
        cells.append(value)
        index = word.endIndex
      } else {
        index += width % 4
      }
    }
    while index < end {
      // The last cell may have lost the blanks at its end.
      guard bytes[index] == 0x20, index + 4 <= end || bytes[index..<end].allSatisfy({ $0 == 0x20 }),
        let value = Self.value(of: bytes[index..<min(index + 4, end)].drop { $0 == 0x20 })
      else { return false }
      cells.append(value)
      index += 4
    }
    let offset = hasOffset ? digits.startIndex..<digits.endIndex : line.lowerBound..<line.lowerBound
    rows.append(Row(digits: offset, cells: start..<cells.count))
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
    if rows[0].digits.isEmpty { return try withoutOffsets() }
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

  /// All cells, of rows that are as long as the first one, but for the last.
  private func withoutOffsets() throws(ParseError) -> [UInt8] {
    let length = rows[0].cells.count
    for row in rows.dropLast() where row.cells.count != length {
      throw ParseError(
        at: row.digits.lowerBound, in: bytes,
        "this row shows \(row.cells.count) bytes, and the first one \(length)", isCertain: true)
    }
    return cells
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

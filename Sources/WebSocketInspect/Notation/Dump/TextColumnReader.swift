/// Reads rows without offsets that have a column of text (`od -An -t x1z`, ngrep -x): it must show the bytes of each row.
enum TextColumnReader {
  /// nil when the first row has no such column.
  static func read(_ bytes: [UInt8]) throws(ParseError) -> [UInt8]? {
    var values: [UInt8] = []
    var row = DumpRowReader(isBinary: false)
    var titles = 0
    for line in TextLines(bytes) {
      let content = bytes.trimmed(line)
      if content.isEmpty { continue }
      if let count = takeRow(content, in: bytes, reader: &row) {
        values += row.values.prefix(count)
      } else if DumpTitle(line, in: bytes) != nil, titles < 64 || !values.isEmpty {
        titles += 1
      } else if values.isEmpty {
        return nil
      } else {
        throw ParseError(
          at: content.lowerBound, in: bytes,
          "this row has no column of text that shows its bytes, as others have", isCertain: true)
      }
    }
    return values.isEmpty ? nil : values
  }

  /// The bytes of a row, if there is one way to divide it in which the column shows them.
  private static func takeRow(
    _ content: Range<Int>, in bytes: [UInt8], reader: inout DumpRowReader
  ) -> Int? {
    guard content.count <= 4096, bytes[content.lowerBound].hexValue != nil else { return nil }
    // ngrep has a gap of four in the middle.
    for gap in [1, 4] {
      reader.read(content, after: gap, in: bytes)
      let shown = reader.readings.filter { $0.evidence == .text && $0.isReversed != true }
      if shown.count == 1, let reading = shown.first, reading.groupSize == 1 || reading.isReversed == false {
        return reading.count
      }
    }
    return nil
  }
}

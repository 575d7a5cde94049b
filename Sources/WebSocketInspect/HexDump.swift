/// Bytes in rows of sixteen: offset, pairs of digits, printable characters.
enum HexDump {
  static let rowLength = 16

  /// Whole lines; the offset counts from 0.
  static func write(_ bytes: [UInt8], into text: inout ByteText) {
    bytes.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: bytes.count, by: rowLength) {
        let row = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + rowLength, bytes.count)])
        let line = text.bytes.count
        text.add(row: row, at: UInt64(start), .payload, width: rowLength * 3 + 1)
        text.add(printable: row)
        text.endLine(trimmedFrom: line)
      }
    }
  }
}

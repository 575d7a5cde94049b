/// Bytes in rows of sixteen: offset, pairs of digits, printable characters.
enum HexDump {
  static let rowLength = 16

  /// Whole lines; the offset counts from 0.
  static func write(_ bytes: [UInt8], into text: inout ByteText) {
    bytes.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: bytes.count, by: rowLength) {
        let row = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + rowLength, bytes.count)])
        let line = text.bytes.count
        text.add("  ")
        text.paint(.dim) { $0.add(offset: UInt64(start)) }
        text.add("  ")
        text.add(hex: row)
        text.add(spaces: (rowLength - row.count) * 3 + 2)
        text.paint(.payload) { $0.add(printable: row) }
        text.endLine(trimmedFrom: line)
      }
    }
  }
}

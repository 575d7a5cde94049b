/// Bytes in rows of sixteen: offset, pairs of digits, printable characters.
enum HexDump {
  static let rowLength = 16

  /// Whole lines; the offset counts from 0.
  static func write(_ bytes: [UInt8], into text: inout ByteText) {
    bytes.withUnsafeBytes {
      text.add(
        rows: DumpBytes(bytes: $0, offset: 0, meaning: .payload, name: ""), width: rowLength * 3 + 1)
    }
  }
}

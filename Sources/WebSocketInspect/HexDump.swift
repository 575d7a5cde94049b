import WebSocketWire

/// Bytes in rows of sixteen: offset, pairs of digits, printable characters.
enum HexDump {
  static let rowLength = 16

  /// The rows without a line end; the offset counts from 0.
  static func rows(_ bytes: [UInt8], style: Style) -> [String] {
    stride(from: 0, to: bytes.count, by: rowLength).map { start in
      let row = bytes[start..<min(start + rowLength, bytes.count)]
      let offset = style.paint(Layout.offset(UInt64(start)), .dim)
      let pairs = Hex.spaced(row).padded(to: rowLength * 3 - 1)
      return "\(offset)  \(pairs)  \(style.paint(Layout.printable(row), .payload))".withoutTrailingSpaces
    }
  }
}

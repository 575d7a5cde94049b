import WebSocketWire

/// A frame byte by byte, every byte named; a masked payload stands beside its unmasked form.
struct HexView {
  private let frame: FrameRecord
  private let style: Style

  static func render(_ frame: FrameRecord, style: Style) -> [String] {
    HexView(frame: frame, style: style).lines()
  }

  private func lines() -> [String] {
    let longestRow = max(5, frame.header.lengthForm.extraBytes, min(frame.payload.count, HexDump.rowLength))
    let width = longestRow * 3 - 1 + 4
    return headerRows(width) + payloadRows(width)
  }

  private func row(
    _ offset: UInt64?, _ bytes: [UInt8], _ words: String, _ width: Int, _ meaning: Style.Meaning
  ) -> String {
    let place = offset.map { style.paint(Layout.offset(frame.offset &+ $0), .dim) } ?? "".padded(to: 8)
    let gap = "".padded(to: max(0, width - (bytes.count * 3 - 1)))
    return "  \(place)  \(style.paint(Hex.spaced(bytes), meaning))\(gap)\(words)".withoutTrailingSpaces
  }

  private func headerRows(_ width: Int) -> [String] {
    let header = frame.header
    let value = { (field: HeaderField) in "\(field.name) \(field.value(in: header))" }
    let first = "\(value(.fin)), \(value(.reserved)), \(value(.opcode)) \(header.opcode.name)"
    let second = "\(value(.mask)), \(value(.length))"
    var rows = [
      row(0, [header[0]], first, width, .name),
      row(
        1, [header[1]],
        header.lengthForm == .bits7
          ? second : "\(second): \(HeaderField.length.meaning(in: header, from: frame.sender))", width, .name),
    ]
    if let range = HeaderField.extendedLength.bytes(in: header) {
      let words =
        "length \(header.payloadLength), \(HeaderField.extendedLength.meaning(in: header, from: frame.sender))"
      rows.append(row(UInt64(range.lowerBound), range.map { header[$0] }, words, width, .name))
    }
    if let range = HeaderField.maskingKey.bytes(in: header) {
      rows.append(row(UInt64(range.lowerBound), range.map { header[$0] }, "masking key", width, .maskKey))
    }
    return rows
  }

  private func payloadRows(_ width: Int) -> [String] {
    let wire = frame.wirePayload
    let base = UInt64(frame.header.count)
    return stride(from: 0, to: wire.count, by: HexDump.rowLength).flatMap { start -> [String] in
      let range = start..<min(start + HexDump.rowLength, wire.count)
      let offset = base + UInt64(start)
      let name = { (name: String, bytes: ArraySlice<UInt8>) in name.padded(to: 12) + Layout.printable(bytes) }
      let plain = frame.payload[range]
      guard frame.header.isMasked else {
        return [row(offset, Array(plain), name("payload", plain), width, .payload)]
      }
      return [
        row(offset, Array(wire[range]), name("masked", wire[range]), width, .maskKey),
        row(nil, Array(plain), name("unmasked", plain), width, .payload),
      ]
    }
  }
}

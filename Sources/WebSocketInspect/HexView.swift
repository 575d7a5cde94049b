import WebSocketWire

/// A frame byte by byte, every byte named; a masked payload stands beside its unmasked form.
struct HexView {
  private let frame: FrameRecord
  private let style: Style

  static func render(_ frame: FrameRecord, style: Style) -> [String] {
    HexView(frame: frame, style: style).lines()
  }

  private func lines() -> [String] {
    let longestRow = max(
      5, frame.header.lengthForm.extraBytes,
      min(max(frame.payload.count, frame.inflated?.bytes.count ?? 0), HexDump.rowLength))
    let width = longestRow * 3 - 1 + 4
    return headerRows(width) + payloadRows(width) + inflatedRows(width)
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

  /// The payload in rows; the code of a Close frame has one of its own (RFC 6455 5.5.1).
  private var pieces: [Range<Int>] {
    let count = frame.payload.count
    let start = frame.header.opcode == .close && count >= 2 ? 2 : 0
    let rows = stride(from: start, to: count, by: HexDump.rowLength).map {
      $0..<min($0 + HexDump.rowLength, count)
    }
    return (start > 0 ? [0..<start] : []) + rows
  }

  private func isCloseCode(_ range: Range<Int>) -> Bool { frame.header.opcode == .close && range == 0..<2 }

  private var closeCode: String { "code \(CloseBody(payload: frame.payload).code?.description ?? "")" }

  /// What the payload inflates to, which has no place on the wire.
  private func inflatedRows(_ width: Int) -> [String] {
    let bytes = frame.inflated?.bytes ?? []
    return stride(from: 0, to: bytes.count, by: HexDump.rowLength).map { start in
      let piece = bytes[start..<min(start + HexDump.rowLength, bytes.count)]
      return row(nil, Array(piece), "inflated".padded(to: 12) + Layout.printable(piece), width, .payload)
    }
  }

  private func payloadRows(_ width: Int) -> [String] {
    let wire = frame.wirePayload
    let base = UInt64(frame.header.count)
    return pieces.flatMap { range -> [String] in
      let offset = base + UInt64(range.lowerBound)
      let plain = frame.payload[range]
      let words = isCloseCode(range) ? closeCode : Layout.printable(plain)
      let name = frame.inflated != nil ? "compressed" : frame.header.isMasked ? "unmasked" : "payload"
      guard frame.header.isMasked else {
        return [row(offset, Array(plain), name.padded(to: 12) + words, width, .payload)]
      }
      return [
        row(
          offset, Array(wire[range]), "masked".padded(to: 12) + Layout.printable(wire[range]), width, .maskKey
        ),
        row(nil, Array(plain), name.padded(to: 12) + words, width, .payload),
      ]
    }
  }
}

import WebSocketWire

/// A header field by field, in the rows of the one table (RFC 6455 5.2).
enum TreeView {
  /// The line above a tree or a diagram.
  static func title(_ frame: FrameRecord, _ note: String?, style: Style) -> String {
    let arrow = style.paint(Layout.arrow(from: frame.sender), Layout.meaning(of: frame.sender))
    let name = style.paint(frame.header.opcode.name, frame.header.opcode.isControl ? .control : .name)
    let sender = frame.sender.map { " from the \($0)" } ?? ""
    let place = "frame \(frame.number) · \(Units.exactBytes(frame.wireCount)) at \(frame.offset)"
    return "\(arrow) \(name)\(sender) · \(place)" + (note.map { style.paint(" · \($0)", .dim) } ?? "")
  }

  /// A line for each field, as far as `available` bytes of the header go.
  static func fields(
    of header: FrameHeader, from sender: Role?, isCompressed: Bool = false,
    available: Int = FrameHeader.maximumCount, style: Style
  ) -> [String] {
    let rows = HeaderField.allCases.compactMap { field in
      Row(field, of: header, from: sender, isCompressed: isCompressed, available: available)
    }
    let byteWidth = rows.map(\.bytes.count).max() ?? 0
    let valueWidth = rows.map(\.value.count).max() ?? 0
    return rows.map { row in
      let bytes = row.bytes.padded(to: byteWidth)
      let value = row.value.padded(to: valueWidth)
      let painted = row.field == .maskingKey ? style.paint(value, .maskKey) : value
      let name = style.paint(row.field.name.padded(to: 8), .name)
      return "  \(bytes)  \(row.bits)  \(name) \(painted)  \(row.meaning)".withoutTrailingSpaces
    }
  }

  /// What stands under the fields.
  static func payload(of frame: FrameRecord, view: PayloadView, withContent: Bool) -> [String] {
    let length = frame.header.payloadLength
    let title = "payload \(Units.exactBytes(length))"
    guard let inflated = frame.inflated else { return content(of: frame, title, view, withContent) }
    return ["  \(title), \(InflatedView.context(of: inflated))"]
      + content(of: frame, InflatedView.size(of: inflated, wire: length), view, withContent)
  }

  private static func content(
    of frame: FrameRecord, _ title: String, _ view: PayloadView, _ withContent: Bool
  ) -> [String] {
    let lines = withContent ? view.lines(of: frame) : []
    guard let first = lines.first else { return ["  " + title] }
    let opcode = frame.header.opcode
    if opcode == .close, frame.payload.count >= 2 { return ["  \(title), close: \(first)"] }
    guard ![.binary, .close].contains(opcode), opcode == .text || PayloadView.isPlainText(frame.content)
    else {
      return ["  " + title] + lines.map { "  " + $0 }
    }
    let kind = UTF8Validator.fault(in: frame.content.span.bytes) == nil ? "UTF-8" : "not all UTF-8"
    return lines.count == 1
      ? ["  \(title), \(kind): \(first)"] : ["  \(title), \(kind):"] + lines.map { "  " + $0 }
  }

  private struct Row {
    let field: HeaderField
    let bytes: String
    let bits: String
    let value: String
    let meaning: String

    init?(
      _ field: HeaderField, of header: FrameHeader, from sender: Role?, isCompressed: Bool, available: Int
    ) {
      guard let range = field.bytes(in: header), let bits = field.bits(in: header),
        range.lowerBound < available
      else { return nil }
      self.field = field
      let come = range.clamped(to: 0..<available)
      bytes = bits.lowerBound % 8 == 0 ? Hex.spaced(come.map { header[$0] }) : ""
      self.bits = range.count > 1 ? "".padded(to: 9) : Self.pattern(bits, in: header[range.lowerBound])
      value = come.count < range.count ? "" : field.value(in: header)
      meaning =
        come.count < range.count
        ? "\(come.count) of \(range.count) bytes came"
        : field.meaning(in: header, from: sender, isCompressed: isCompressed)
    }

    /// `.000 ....`: the bits of the field in their byte, a full stop for each other bit.
    private static func pattern(_ bits: Range<Int>, in byte: UInt8) -> String {
      let digits = (0..<8).map { place -> String in
        guard bits.contains(bits.lowerBound / 8 * 8 + place) else { return "." }
        return byte >> UInt8(7 - place) & 1 == 1 ? "1" : "0"
      }
      return digits[..<4].joined() + " " + digits[4...].joined()
    }
  }
}

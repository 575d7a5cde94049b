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

  /// What follows the fields.
  static func payload(
    of frame: FrameRecord, view: PayloadView, withContent: Bool, width: Int?, into text: inout ByteText
  ) {
    let length = frame.header.payloadLength
    var description = "  payload \(Units.exactBytes(length))"
    if let inflated = frame.inflated {
      text.add(
        lines: LineFolder.fold(["\(description), \(InflatedView.context(of: inflated))"], width: width))
      description = "  \(InflatedView.size(of: inflated, wire: length))"
    }
    guard withContent, !frame.content.isEmpty else {
      return text.add(lines: LineFolder.fold([description], width: width))
    }
    content(of: frame, view, description, width: width, into: &text)
  }

  /// Ends the description's line with the content where that is text and fits, else shows it below.
  private static func content(
    of frame: FrameRecord, _ view: PayloadView, _ description: String, width: Int?, into text: inout ByteText
  ) {
    let opcode = frame.header.opcode
    let content = frame.content
    func describe(_ words: String, with count: Int?) -> Bool {
      let line = description + words
      let fits = count.map { count in width.map { line.count + 1 + count <= $0 } ?? true } ?? false
      if fits { text.add(words: line + " ") } else { text.add(lines: LineFolder.fold([line], width: width)) }
      return fits
    }
    if opcode == .close, let words = view.close(content) {
      guard describe(", close:", with: words.count) else { return view.write(close: words, into: &text) }
      text.paint(.payload) { $0.add(words: words) }
      return text.endLine()
    }
    guard opcode == .text || ![.binary, .close].contains(opcode) && PayloadView.isPlainText(content) else {
      _ = describe("", with: nil)
      return view.write(frame, into: &text)
    }
    let isValid = UTF8Validator.fault(in: content.span.bytes) == nil
    let fits = describe(
      isValid ? ", UTF-8:" : ", not all UTF-8:", with: PayloadView.isOneLine(content) ? content.count : nil)
    view.write(content, into: &text, indent: fits ? "" : "  ")
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

import WebSocketWire

/// A header in one line.
enum LineView {
  static func render(_ frame: FrameRecord, _ note: String?, style: Style) -> String {
    guard style.isColoured, frame.header.opcode.isControl else { return line(frame, note, style) }
    return style.paint(line(frame, note, .plain), .control)
  }

  private static func line(_ frame: FrameRecord, _ note: String?, _ style: Style) -> String {
    let header = frame.header
    let arrow = style.paint(Layout.arrow(from: frame.sender), Layout.meaning(of: frame.sender))
    let name = header.opcode.name
    let fragment = (header.isFinal ? "fin" : "more").padded(to: 5)
    let length = "len \(header.payloadLength) (\(header.lengthForm.rawValue)-bit)".padded(to: 14)
    var line = "\(arrow) \(style.paint(name, .name))\("".padded(to: max(1, 7 - name.count)))\(fragment)"
    line += "rsv \(header.reserved.digits)  op \(HeaderField.opcode.value(in: header))  "
    line += "\(mask(of: header, style))   \(length)  \(style.paint("[\(Hex.spaced(header.bytes))]", .dim))"
    if let note { line += "   " + style.paint(note, .dim) }
    return line
  }

  private static func mask(of header: FrameHeader, _ style: Style) -> String {
    let width = 16
    guard let key = header.maskingKey else { return "unmasked".padded(to: width) }
    return "mask " + style.paint(Hex.spaced(key.bytes), .maskKey)
  }
}

import WebSocketWire

/// A header in one line, or in as few as a narrow terminal allows.
enum LineView {
  /// A part of the line that is never broken, and the blanks behind it.
  private struct Part {
    let label: String
    let value: String
    let meaning: Style.Meaning?
    /// Columns to the next part, where that stands on the same line.
    let width: Int

    init(label: String = "", _ value: String, _ meaning: Style.Meaning? = nil, width: Int, gap: Int = 1) {
      self.label = label
      self.value = value
      self.meaning = meaning
      self.width = max(width, label.count + value.count + gap)
    }

    var count: Int { label.count + value.count }
  }

  /// `width` is the most columns of a line; nil for any.
  static func render(_ frame: FrameRecord, _ note: String?, style: Style, width: Int? = nil) -> [String] {
    var lines: [[Part]] = [[]]
    var column = 0
    for part in parts(of: frame, note) {
      if let width, column + part.count > width, column > 2 {
        lines.append([])
        column = 2
      }
      lines[lines.count - 1].append(part)
      column += part.width
    }
    let isControl = style.isColoured && frame.header.opcode.isControl
    return lines.enumerated().map { index, parts in
      let text = (index == 0 ? "" : "  ") + join(parts, isControl ? .plain : style)
      return isControl ? style.paint(text, .control) : text
    }
  }

  private static func join(_ parts: [Part], _ style: Style) -> String {
    parts.enumerated().map { index, part in
      let value = part.meaning.map { style.paint(part.value, $0) } ?? part.value
      let gap = index == parts.count - 1 ? 0 : part.width - part.count
      return part.label + value + String(repeating: " ", count: gap)
    }.joined()
  }

  private static func parts(of frame: FrameRecord, _ note: String?) -> [Part] {
    let header = frame.header
    let mask = header.maskingKey.map { Part(label: "mask ", Hex.spaced($0.bytes), .maskKey, width: 19) }
    return [
      Part(Layout.arrow(from: frame.sender), Layout.meaning(of: frame.sender), width: 2),
      Part(header.opcode.name, .name, width: 7),
      Part(header.isFinal ? "fin" : "more", width: 5),
      Part("rsv \(header.reserved.digits)", width: 9),
      Part("op \(HeaderField.opcode.value(in: header))", width: 8),
      mask ?? Part("unmasked", width: 19),
      Part("len \(header.payloadLength) (\(header.lengthForm.rawValue)-bit)", width: 16, gap: 2),
      Part("[\(Hex.spaced(header.bytes))]", .dim, width: header.count * 3 + 4),
    ] + (frame.inflated.map { [Part("inflated \($0.count)", width: 14, gap: 3)] } ?? [])
      + (note.map { [Part($0, .dim, width: 0)] } ?? [])
  }
}

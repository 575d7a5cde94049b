import WebSocketWire

/// A frame in the box of RFC 6455 5.2: 32 bits a row, two columns of text a bit.
struct DiagramView {
  /// At least so many bytes of a payload are drawn, and as many more as fill the row.
  static let payloadBytes = 16

  /// The columns of the box and its indent.
  static let width = 67

  private let frame: FrameRecord
  private let header: FrameHeader
  private let wire: [UInt8]
  private let drawn: Int
  private let style: Style

  static func render(_ frame: FrameRecord, style: Style) -> [String] {
    DiagramView(frame, style: style).lines()
  }

  private init(_ frame: FrameRecord, style: Style) {
    self.frame = frame
    self.style = style
    header = frame.header
    let whole = (header.count + Self.payloadBytes + 3) / 4 * 4
    drawn = min(frame.payload.count, whole - header.count)
    let payload = Array(frame.payload.prefix(drawn))
    wire = header.bytes + (header.maskingKey?.applied(to: payload) ?? payload)
  }

  private func lines() -> [String] {
    var lines = Self.ruler
    var above = Row(values: "", labels: "")
    for start in stride(from: 0, to: wire.count, by: 4) {
      let row = start == 0 ? firstRow() : cells(from: start)
      lines.append(border(start == 0 ? row.values : above.labels))
      lines += [row.values, row.labels]
      above = row
    }
    let more = UInt64(frame.payload.count - drawn) + frame.omitted
    guard more > 0 else { return (lines + [border(above.labels)]).map { "  " + $0 } }
    let rest = "|" + "  ... and \(more) more payload \(more == 1 ? "byte" : "bytes")".padded(to: 63) + "|"
    lines += [border(above.labels + rest.dropFirst(above.labels.count)), rest, border(rest)]
    return lines.map { "  " + $0 }
  }

  private static let ruler: [String] = [
    " " + (0..<32).map { $0 % 10 == 0 ? "\($0 / 10)" : " " }.joined(separator: " ").withoutTrailingSpaces,
    " " + (0..<32).map { "\($0 % 10)" }.joined(separator: " "),
  ]

  /// A row of the box: what the bits are, and what they mean.
  private struct Row {
    var values: String
    var labels: String
  }

  /// A line with a plus sign wherever the row has a bar.
  private func border(_ row: String) -> String {
    String(row.map { $0 == "|" ? "+" : "-" })
  }

  // MARK: Rows

  /// The bits of the first two bytes, each field in its own box, and what follows in the other half.
  private func firstRow() -> Row {
    var row = Row(values: "|", labels: "|")
    for field in HeaderField.allCases {
      guard let bits = field.bits(in: header), bits.upperBound <= 16 else { continue }
      let digits = bits.map { header[$0 / 8] >> UInt8(7 - $0 % 8) & 1 == 1 ? "1" : "0" }
      row.values += digits.joined(separator: field == .reserved ? "|" : " ") + "|"
      row.labels += label(of: field).padded(to: bits.count * 2 - 1) + "|"
    }
    let rest = cells(from: 2, upTo: 4)
    row.values += rest.values.dropFirst()
    row.labels += rest.labels.dropFirst()
    return row
  }

  private func label(of field: HeaderField) -> String {
    switch field {
    case .fin: "F"
    case .reserved: "R S V"
    case .opcode: opcodeLabel
    case .mask: "M"
    default: "  \(field.name) \(field.value(in: header))"
    }
  }

  /// The opcode's name where it fits into four bits.
  private var opcodeLabel: String {
    if header.opcode == .continuation { return " CONT" }
    return " " + (header.opcode.isReserved ? HeaderField.opcode.value(in: header) : header.opcode.name)
  }

  private func cells(from start: Int, upTo end: Int? = nil) -> Row {
    var row = Row(values: "|", labels: "|")
    for cell in stride(from: start, to: min(end ?? start + 4, wire.count), by: 2) {
      let range = cell..<min(cell + 2, wire.count)
      let width = range.count * 16 - 1
      row.values += Self.fit("  " + range.map { Hex.byte(wire[$0]).padded(to: 14) }.joined(), width) + "|"
      row.labels += Self.fit("  " + label(of: range), width) + "|"
    }
    return row
  }

  private static func fit(_ text: String, _ width: Int) -> String {
    String(text.padded(to: width).prefix(width))
  }

  // MARK: Labels of byte cells

  private func label(of range: Range<Int>) -> String {
    if let field = HeaderField.maskingKey.bytes(in: header), field.contains(range.lowerBound) {
      let first = range.lowerBound - field.lowerBound
      return "masking key, bytes \(first) and \(first + 1)"
    }
    if let field = HeaderField.extendedLength.bytes(in: header), field.contains(range.lowerBound) {
      if field.count == 2 { return "extended length \(header.payloadLength)" }
      let first = range.lowerBound - field.lowerBound
      return "extended length, bytes \(first), \(first + 1)"
    }
    return payloadLabel(range.lowerBound - header.count..<range.upperBound - header.count)
  }

  private func payloadLabel(_ range: Range<Int>) -> String {
    let bytes = frame.payload[range]
    let isText = bytes.allSatisfy { 0x20...0x7E ~= $0 }
    let shown = isText ? "\"\(Layout.printable(bytes))\"" : Hex.spaced(bytes)
    let mask = header.isMasked ? ", masked" : ""
    if header.opcode == .close, range == 0..<2, let code = CloseBody(payload: Array(bytes)).code {
      return "close code \(code.rawValue)\(mask)"
    }
    return bytes.count == 1 && header.isMasked ? shown + mask : "payload \(shown)\(mask)"
  }
}

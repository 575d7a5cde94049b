import WebSocketWire

/// A frame in the box of RFC 6455 5.2: 32 bits a row, two columns of text a bit.
struct DiagramView {
  /// At least this many bytes of a payload are drawn, and as many more as fill the row.
  static let payloadBytes = 16

  /// The columns of the box and its indent.
  static let width = 67

  private let frame: FrameRecord
  private let header: FrameHeader
  private let wire: [UInt8]
  private let drawn: Int

  static func write(_ frame: FrameRecord, into text: inout ByteText) {
    DiagramView(frame).write(into: &text)
  }

  private init(_ frame: FrameRecord) {
    self.frame = frame
    header = frame.header
    let whole = (header.count + Self.payloadBytes + 3) / 4 * 4
    drawn = min(frame.payload.count, whole - header.count)
    let payload = Array(frame.payload.prefix(drawn))
    wire = header.bytes + (header.maskingKey?.applied(to: payload) ?? payload)
  }

  private func write(into text: inout ByteText) {
    for line in Self.ruler { Self.add(line, into: &text) }
    var above: [UInt8] = []
    for start in stride(from: 0, to: wire.count, by: 4) {
      let row = start == 0 ? firstRow() : cells(from: start)
      Self.addBorder(of: start == 0 ? row.values.bytes : above, into: &text)
      Self.add(row.values.bytes, into: &text)
      Self.add(row.labels.bytes, into: &text)
      above = row.labels.bytes
    }
    let more = UInt64(frame.payload.count - drawn) + frame.omitted
    if more > 0 {
      var rest = ByteText(style: .plain)
      rest.add("|  ... and ")
      rest.add(more)
      rest.add(more == 1 ? " more payload byte" : " more payload bytes")
      rest.fit(from: 1, width: 63)
      rest.add("|")
      Self.addBorder(of: above + rest.bytes.dropFirst(above.count), into: &text)
      Self.add(rest.bytes, into: &text)
      above = rest.bytes
    }
    Self.addBorder(of: above, into: &text)
  }

  private static let ruler: [[UInt8]] = [
    " " + (0..<32).map { $0 % 10 == 0 ? "\($0 / 10)" : " " }.joined(separator: " ").withoutTrailingSpaces,
    " " + (0..<32).map { "\($0 % 10)" }.joined(separator: " "),
  ].map { Array($0.utf8) }

  /// A row of the box: what the bits are, and what they mean. Both are ASCII.
  private struct Row {
    var values = ByteText(style: .plain)
    var labels = ByteText(style: .plain)

    init() {
      values.bytes.reserveCapacity(DiagramView.width)
      labels.bytes.reserveCapacity(DiagramView.width)
      addBar()
    }

    mutating func addBar() {
      values.add("|")
      labels.add("|")
    }
  }

  private static func add(_ line: [UInt8], into text: inout ByteText) {
    text.add("  ")
    text.bytes += line
    text.endLine()
  }

  /// Writes a line with a plus sign wherever the row has a bar.
  private static func addBorder(of row: [UInt8], into text: inout ByteText) {
    text.add("  ")
    let bar = UInt8(ascii: "|")
    for byte in row { text.bytes.append(byte == bar ? UInt8(ascii: "+") : UInt8(ascii: "-")) }
    text.endLine()
  }

  // MARK: Rows

  /// The bits of the first two bytes, each field in its own box, and what follows in the other half.
  private func firstRow() -> Row {
    var row = Row()
    for field in HeaderField.allCases {
      guard let bits = field.bits(in: header), bits.upperBound <= 16 else { continue }
      for bit in bits {
        if bit > bits.lowerBound { row.values.add(field == .reserved ? "|" : " ") }
        row.values.bytes.append(0x30 | header[bit / 8] >> UInt8(7 - bit % 8) & 1)
      }
      row.labels.add(width: bits.count * 2 - 1) { label(of: field, into: &$0) }
      row.addBar()
    }
    addCells(2..<min(4, wire.count), to: &row)
    return row
  }

  private func label(of field: HeaderField, into text: inout ByteText) {
    switch field {
    case .fin: text.add("F")
    case .reserved: text.add("R S V")
    case .opcode:
      text.add(" ")
      // The names that fit into four bits.
      if header.opcode == .continuation {
        text.add("CONT")
      } else if header.opcode.isReserved {
        text.add(field, of: header)
      } else {
        text.add(words: header.opcode.name)
      }
    case .mask: text.add("M")
    default:
      text.add("  ")
      text.add(words: field.name)
      text.add(" ")
      text.add(field, of: header)
    }
  }

  private func cells(from start: Int) -> Row {
    var row = Row()
    addCells(start..<min(start + 4, wire.count), to: &row)
    return row
  }

  /// Adds cells of two bytes, or of one that is left.
  private func addCells(_ bytes: Range<Int>, to row: inout Row) {
    for cell in stride(from: bytes.lowerBound, to: bytes.upperBound, by: 2) {
      let range = cell..<min(cell + 2, bytes.upperBound)
      let width = range.count * 16 - 1
      let (value, label) = (row.values.bytes.count, row.labels.bytes.count)
      row.values.add("  ")
      for index in range { row.values.add(width: 14) { $0.add(hex: 1) { _ in wire[index] } } }
      row.values.fit(from: value, width: width)
      row.labels.add("  ")
      addLabel(of: range, to: &row.labels)
      row.labels.fit(from: label, width: width)
      row.addBar()
    }
  }

  // MARK: Labels of byte cells

  private func addLabel(of range: Range<Int>, to text: inout ByteText) {
    if let field = HeaderField.maskingKey.bytes(in: header), field.contains(range.lowerBound) {
      text.add("masking key, bytes ")
      text.add(UInt64(range.lowerBound - field.lowerBound))
      text.add(" and ")
      text.add(UInt64(range.lowerBound - field.lowerBound + 1))
    } else if let field = HeaderField.extendedLength.bytes(in: header), field.contains(range.lowerBound) {
      text.add("extended length")
      guard field.count > 2 else {
        text.add(" ")
        return text.add(header.payloadLength)
      }
      text.add(", bytes ")
      text.add(UInt64(range.lowerBound - field.lowerBound))
      text.add(", ")
      text.add(UInt64(range.lowerBound - field.lowerBound + 1))
    } else {
      addPayloadLabel(range.lowerBound - header.count..<range.upperBound - header.count, to: &text)
    }
  }

  private func addPayloadLabel(_ range: Range<Int>, to text: inout ByteText) {
    let bytes = frame.payload[range]
    if header.opcode == .close, range == 0..<2, let code = ClosePayload(payload: Array(bytes)).code {
      text.add("close code ")
      text.add(UInt64(code.rawValue))
    } else {
      if bytes.count > 1 || !header.isMasked { text.add("payload ") }
      if bytes.allSatisfy({ 0x20...0x7E ~= $0 }) {
        text.add("\"")
        text.bytes += bytes
        text.add("\"")
      } else {
        text.add(hex: bytes.count) { bytes[bytes.startIndex + $0] }
      }
    }
    if header.isMasked { text.add(", masked") }
  }
}

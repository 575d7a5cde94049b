import WebSocketWire

/// A header field by field, in the rows of the one table (RFC 6455 5.2).
enum TreeView {
  /// Writes the line above a tree or a diagram.
  static func title(_ frame: FrameRecord, _ note: String?, into text: inout ByteText) {
    let opcode = frame.header.opcode
    text.paint(Layout.meaning(of: frame.sender)) { $0.add(words: Layout.arrow(from: frame.sender)) }
    text.add(" ")
    text.paint(opcode.isControl ? .control : .name) { $0.add(words: opcode.name) }
    if let sender = frame.sender { text.add(sender == .client ? " from the client" : " from the server") }
    text.add(words: " · frame ")
    text.add(frame.number)
    text.add(words: " · ")
    text.add(bytes: frame.wireCount)
    text.add(" at ")
    text.add(frame.offset)
    if let note {
      text.paint(.dim) {
        $0.add(words: " · ")
        $0.add(words: note)
      }
    }
    text.endLine()
  }

  /// Writes a line for each field, as far as `available` bytes of the header go; where a line would be wider than `width`, what a
  /// field means follows below its name.
  static func fields(
    of header: FrameHeader, from sender: WebSocketRole?, isCompressed: Bool = false,
    available: Int = FrameHeader.maximumCount, width: Int? = nil, into text: inout ByteText
  ) {
    let beginning = text.bytes.count
    var byteWidth = 0
    var valueWidth = 0
    for field in HeaderField.allCases {
      guard let row = Row(field, of: header, available: available) else { continue }
      byteWidth = max(byteWidth, row.byteColumns)
      valueWidth = max(valueWidth, row.valueColumns)
    }
    for field in HeaderField.allCases {
      guard let row = Row(field, of: header, available: available) else { continue }
      text.add("  ")
      text.add(width: byteWidth) {
        if row.showsBytes { $0.add(hex: row.come.count) { header[row.come.lowerBound + $0] } }
      }
      text.add("  ")
      text.add(width: 9) { if let byte = row.byte { $0.add(bits: row.bits, of: byte) } }
      text.add("  ")
      text.paint(.name) { $0.add(width: 8) { $0.add(words: field.name) } }
      text.add(" ")
      text.paint(field == .maskingKey ? .maskKey : .payload) {
        $0.add(width: valueWidth) { if row.isWhole { $0.add(field, of: header) } }
      }
      text.add("  ")
      row.addMeaning(of: field, in: header, from: sender, isCompressed, to: &text)
      text.endLine()
    }
    guard let width, text.isWide(from: beginning, width) else { return }
    text.bytes.removeSubrange(beginning...)
    for field in HeaderField.allCases {
      guard let row = Row(field, of: header, available: available) else { continue }
      let start = text.bytes.count
      narrow(row, field, of: header, into: &text)
      row.addMeaning(of: field, in: header, from: sender, isCompressed, to: &text)
      text.endLine()
      text.fold(from: start, width: width, hang: narrowName)
    }
  }

  /// The column of a field's name on a narrow terminal.
  private static let narrowName = 17

  private static func narrow(
    _ row: Row, _ field: HeaderField, of header: FrameHeader, into text: inout ByteText
  ) {
    text.add("  ")
    if let byte = row.byte {
      text.add(width: 4) {
        if row.showsBytes { $0.add(hex: row.come.count) { header[row.come.lowerBound + $0] } }
      }
      text.add(bits: row.bits, of: byte)
    } else {
      text.add(width: 13) { $0.add(hex: row.come.count) { header[row.come.lowerBound + $0] } }
      if row.byteColumns > 13 {
        text.endLine()
        text.add(width: narrowName - 2) { _ in }
      }
    }
    text.add("  ")
    text.paint(.name) { $0.add(width: 8) { $0.add(words: field.name) } }
    text.add(" ")
    text.paint(field == .maskingKey ? .maskKey : .payload) {
      if row.isWhole { $0.add(field, of: header) }
    }
    text.endLine()
    text.add(width: narrowName) { _ in }
  }

  /// Writes what follows the fields.
  static func payload(
    of frame: FrameRecord, view: PayloadView, withContent: Bool, width: Int?, into text: inout ByteText
  ) {
    let length = frame.header.payloadLength
    var start = text.bytes.count
    text.add("  payload ")
    text.add(bytes: length)
    if let inflated = frame.inflated {
      text.add(", ")
      text.add(words: InflatedView.context(of: inflated))
      text.endLine()
      text.fold(from: start, width: width)
      start = text.bytes.count
      text.add("  ")
      text.add(words: InflatedView.size(of: inflated, wire: length))
    }
    if withContent, !frame.content.isEmpty {
      content(of: frame, view, from: start, width: width, into: &text)
    } else {
      text.endLine()
      text.fold(from: start, width: width)
    }
  }

  /// Ends the line that began at byte `start` with the content if that is text and fits, else shows it below.
  private static func content(
    of frame: FrameRecord, _ view: PayloadView, from start: Int, width: Int?, into text: inout ByteText
  ) {
    let opcode = frame.header.opcode
    let content = frame.content
    /// Ends the description; whether `count` columns fit beside it.
    func describe(_ words: StaticString, with count: Int?) -> Bool {
      text.add(words)
      let columns = text.bytes.count - start
      let fits = count.map { count in width.map { columns + 1 + count <= $0 } ?? true } ?? false
      if fits {
        text.add(" ")
      } else {
        text.endLine()
        text.fold(from: start, width: width)
      }
      return fits
    }
    if opcode == .close, let words = view.close(content) {
      guard describe(", close:", with: words.count) else { return view.write(close: words, into: &text) }
      text.paint(.payload) { $0.add(words: words) }
      return text.endLine()
    }
    guard frame.isText || ![.binary, .close].contains(opcode) && PayloadView.isPlainText(content) else {
      _ = describe("", with: nil)
      return view.write(frame, into: &text)
    }
    let isValid = UTF8Validator.fault(in: content.span.bytes) == nil
    // A byte that is escaped takes four columns.
    let escaped = isValid ? content.count { $0 < 0x20 || $0 == 0x7F } : content.count
    let fits = describe(
      isValid ? ", UTF-8:" : ", not all UTF-8:",
      with: PayloadView.isOneLine(content) ? content.count + 3 * escaped : nil)
    view.write(content, into: &text, indent: fits ? "" : "  ")
  }

  /// What is shown of a field, as far as its bytes came.
  private struct Row {
    /// All bytes of the field, and those that came.
    let bytes: Range<Int>
    let come: Range<Int>
    let bits: Range<Int>
    let valueColumns: Int
    /// The byte whose bits are shown, for a field that has no more than one.
    let byte: UInt8?

    init?(_ field: HeaderField, of header: FrameHeader, available: Int) {
      guard let bytes = field.bytes(in: header), let bits = field.bits(in: header),
        bytes.lowerBound < available
      else { return nil }
      self.bytes = bytes
      self.bits = bits
      come = bytes.clamped(to: 0..<available)
      byte = bytes.count > 1 ? nil : header[bytes.lowerBound]
      valueColumns = come.count < bytes.count ? 0 : field.valueColumns(in: header)
    }

    func addMeaning(
      of field: HeaderField, in header: FrameHeader, from sender: WebSocketRole?, _ isCompressed: Bool,
      to text: inout ByteText
    ) {
      if isWhole {
        text.add(words: field.meaning(in: header, from: sender, isCompressed: isCompressed))
      } else {
        text.add(UInt64(come.count))
        text.add(" of ")
        text.add(UInt64(bytes.count))
        text.add(" bytes came")
      }
    }

    var isWhole: Bool { come.count == bytes.count }
    /// The bytes are beside the first of the fields that share them.
    var showsBytes: Bool { bits.lowerBound % 8 == 0 }
    var byteColumns: Int { showsBytes ? come.count * 3 - 1 : 0 }
  }
}

extension HeaderField {
  /// How many columns the field's value takes.
  fileprivate func valueColumns(in header: FrameHeader) -> Int {
    switch self {
    case .fin, .mask: 1
    case .reserved, .opcode: 3
    case .length: Self.digits(UInt64(header[1] & 0x7F))
    case .extendedLength: Self.digits(header.payloadLength)
    case .maskingKey: 11
    }
  }

  private static func digits(_ number: UInt64) -> Int {
    var (count, rest) = (1, number / 10)
    while rest > 0 { (count, rest) = (count + 1, rest / 10) }
    return count
  }
}

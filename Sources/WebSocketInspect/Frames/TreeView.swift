import WebSocketWire

/// A header field by field, in the rows of the one table (RFC 6455 5.2).
enum TreeView {
  private typealias Output = OutputSpan<UInt8>

  /// More than the bytes of a title without its note, and of a field's row: each part at its longest, painted.
  private static let (titleRoom, rowRoom) = (256, 192)

  /// Writes the line above a tree or a diagram.
  static func title(_ frame: FrameRecord, _ note: String?, into text: inout ByteText) {
    let style = text.style
    let opcode = frame.header.opcode
    text.bytes.append(addingCapacity: titleRoom + (note?.utf8.count ?? 0)) { (out: inout Output) in
      out.paint(style.code(of: Layout.meaning(of: frame.sender))) {
        $0.add(words: Layout.arrow(from: frame.sender))
      }
      out.append(0x20)
      out.paint(style.code(of: opcode.isControl ? .control : .name)) { $0.add(words: opcode.name) }
      if let sender = frame.sender { out.add(sender == .client ? " from the client" : " from the server") }
      out.add(" · frame ")
      out.add(frame.number)
      out.add(" · ")
      out.add(bytes: frame.wireCount)
      out.add(" at ")
      out.add(frame.offset)
      if let note {
        out.paint(style.code(of: .dim)) {
          $0.add(" · ")
          $0.add(words: note)
        }
      }
      out.append(0x0A)
    }
  }

  /// Writes a line for each field, as far as `available` bytes of the header go; where a line would be wider than `width`, what a
  /// field means follows below its name.
  static func fields(
    of header: FrameHeader, from sender: WebSocketRole?, isCompressed: Bool = false,
    available: Int = FrameHeader.maximumCount, width: Int? = nil, into text: inout ByteText
  ) {
    let beginning = text.bytes.count
    let columns = Columns(of: header, available: available, style: text.style)
    text.bytes.append(addingCapacity: HeaderField.allCases.count * rowRoom) { (out: inout Output) in
      for field in HeaderField.allCases {
        guard let row = Row(field, of: header, available: available) else { continue }
        row.write(columns, of: header, into: &out)
        row.addMeaning(in: header, from: sender, isCompressed, to: &out)
        out.append(0x0A)
      }
    }
    guard let width, text.isWide(from: beginning, width) else { return }
    text.bytes.removeSubrange(beginning...)
    for field in HeaderField.allCases {
      guard let row = Row(field, of: header, available: available) else { continue }
      let start = text.bytes.count
      narrow(row, of: header, into: &text)
      text.bytes.append(addingCapacity: rowRoom) { (out: inout Output) in
        row.addMeaning(in: header, from: sender, isCompressed, to: &out)
      }
      text.endLine()
      text.fold(from: start, width: width, hang: narrowName)
    }
  }

  /// The column of a field's name on a narrow terminal.
  private static let narrowName = 17

  private static func narrow(_ row: Row, of header: FrameHeader, into text: inout ByteText) {
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
    text.paint(.name) { $0.add(width: 8) { $0.add(words: row.field.name) } }
    text.add(" ")
    text.paint(row.field == .maskingKey ? .maskKey : .payload) {
      if row.isWhole { $0.add(row.field, of: header) }
    }
    text.endLine()
    text.add(width: narrowName) { _ in }
  }

  /// Writes what follows the fields.
  static func payload(
    of frame: FrameRecord, view: inout PayloadView, withContent: Bool, width: Int?, into text: inout ByteText
  ) {
    let length = frame.header.payloadLength
    var start = text.bytes.count
    text.bytes.append(addingCapacity: 48) { (out: inout Output) in
      out.add("  payload ")
      out.add(bytes: length)
    }
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
      content(of: frame, &view, from: start, width: width, into: &text)
    } else {
      text.endLine()
      text.fold(from: start, width: width)
    }
  }

  /// Ends the line that began at byte `start` with the content if that is text and fits, else shows it below.
  private static func content(
    of frame: FrameRecord, _ view: inout PayloadView, from start: Int, width: Int?, into text: inout ByteText
  ) {
    let opcode = frame.header.opcode
    let content = frame.content
    /// Ends the description; whether `count` columns fit beside it.
    func describe(_ words: StaticString, with count: () -> Int?) -> Bool {
      text.add(words)
      let columns = text.bytes.count - start
      let fits = count().map { count in width.map { columns + 1 + count <= $0 } ?? true } ?? false
      if fits {
        text.add(" ")
      } else {
        text.endLine()
        text.fold(from: start, width: width)
      }
      return fits
    }
    if opcode == .close, let words = view.close(content) {
      guard describe(", close:", with: { words.count }) else { return view.write(close: words, into: &text) }
      text.paint(.payload) { $0.add(words: words) }
      return text.endLine()
    }
    if view.isJSON {
      _ = describe(", JSON:", with: { nil })
      return view.write(frame, into: &text)
    }
    guard frame.isText || ![.binary, .close].contains(opcode) && PayloadView.isPlainText(content) else {
      _ = describe("", with: { nil })
      return view.write(frame, into: &text)
    }
    let isValid = UTF8Validator.fault(in: content.span.bytes) == nil
    let fits = describe(isValid ? ", UTF-8:" : ", not all UTF-8:") {
      guard PayloadView.isOneLine(content) else { return nil }
      // The count matters only where there is a width. A byte that is escaped takes four columns.
      guard width != nil else { return 0 }
      let escaped = isValid ? content.count { $0 < 0x20 || $0 == 0x7F } : content.count
      return content.count + 3 * escaped
    }
    view.write(content, into: &text, indent: fits ? "" : "  ")
  }

  /// How wide the columns are whose width depends on the header, and their colours.
  private struct Columns {
    private(set) var bytes: Int
    private(set) var value: Int
    let name: StaticString?
    let key: StaticString?

    init(of header: FrameHeader, available: Int, style: TextStyle) {
      name = style.code(of: .name)
      key = style.code(of: .maskKey)
      // The fields of the first two bytes have a byte in hex at most, and a value of three columns.
      (bytes, value) = (2, 3)
      for field in [HeaderField.extendedLength, .maskingKey] {
        guard let row = Row(field, of: header, available: available) else { continue }
        bytes = max(bytes, row.byteColumns)
        guard row.isWhole else { continue }
        value = max(value, field == .maskingKey ? 11 : Self.digits(header.payloadLength))
      }
    }

    private static func digits(_ number: UInt64) -> Int {
      var (count, rest) = (1, number / 10)
      while rest > 0 { (count, rest) = (count + 1, rest / 10) }
      return count
    }
  }

  /// What is shown of a field, as far as its bytes came.
  private struct Row {
    let field: HeaderField
    /// All bytes of the field, and those that came.
    let bytes: Range<Int>
    let come: Range<Int>
    let bits: Range<Int>
    /// The byte whose bits are shown, for a field that has no more than one.
    let byte: UInt8?

    init?(_ field: HeaderField, of header: FrameHeader, available: Int) {
      guard let bits = field.bits(in: header) else { return nil }
      bytes = bits.lowerBound / 8..<(bits.upperBound + 7) / 8
      guard bytes.lowerBound < available else { return nil }
      self.field = field
      self.bits = bits
      come = bytes.clamped(to: 0..<available)
      byte = bytes.count > 1 ? nil : header[bytes.lowerBound]
    }

    /// Writes all columns but the last.
    func write(_ columns: Columns, of header: FrameHeader, into out: inout Output) {
      out.add("  ")
      out.add(width: columns.bytes) {
        if showsBytes { $0.add(hex: come.count) { header[come.lowerBound + $0] } }
      }
      out.add("  ")
      if let byte { out.add(bits: bits, of: byte) } else { out.add(spaces: 9) }
      out.add("  ")
      out.paint(columns.name) { $0.add(width: 8) { $0.add(words: field.name) } }
      out.append(0x20)
      out.paint(field == .maskingKey ? columns.key : nil) {
        $0.add(width: columns.value) { if isWhole { $0.add(field, of: header) } }
      }
      out.add("  ")
    }

    func addMeaning(
      in header: FrameHeader, from sender: WebSocketRole?, _ isCompressed: Bool, to out: inout Output
    ) {
      if isWhole {
        out.add(words: field.meaning(in: header, from: sender, isCompressed: isCompressed))
      } else {
        out.add(UInt64(come.count))
        out.add(" of ")
        out.add(UInt64(bytes.count))
        out.add(" bytes came")
      }
    }

    var isWhole: Bool { come.count == bytes.count }
    /// The bytes are beside the first of the fields that share them.
    var showsBytes: Bool { bits.lowerBound % 8 == 0 }
    var byteColumns: Int { showsBytes ? come.count * 3 - 1 : 0 }
  }
}

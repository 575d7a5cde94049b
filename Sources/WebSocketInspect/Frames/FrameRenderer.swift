public import WebSocketWire

/// Shows frames in one of the views.
public struct FrameRenderer: Sendable {
  /// How a frame is shown.
  public let view: FrameView
  /// Whether the bytes are under the view, each one named; they take the place of the payload under a line.
  public let hex: Bool
  /// Whether it is shown in colours.
  public let style: TextStyle
  /// Whether the content of a payload is shown.
  public let payload: Bool
  /// The most columns of a line, which is broken between its parts or words; nil for any. Of a payload, only the reason of a
  /// Close is broken, unless `breaksPayload` says otherwise.
  public let width: Int?
  package var payloadFormat: PayloadFormat

  /// Whether text of the peer is shown as it is, control characters included.
  public var unescaped: Bool { payloadFormat.unescaped }
  /// Whether the lines of a text are broken at the width too, so that none of it begins in the first column.
  public var breaksPayload: Bool { payloadFormat.breaksLines }
  /// Whether a text that is one JSON object or array of at most 256 KiB, and no deeper than 64 of them, is shown with a member or an
  /// element a line. Its tokens stay as they came.
  public var pretty: Bool { payloadFormat.pretty }

  /// A renderer, which keeps nothing from frame to frame. The defaults escape the peer's text and break no line.
  public init(
    view: FrameView, hex: Bool, style: TextStyle, unescaped: Bool = false, payload: Bool = true,
    width: Int? = nil, breaksPayload: Bool = false, pretty: Bool = false
  ) {
    self.view = view
    self.hex = hex
    self.style = style
    self.payload = payload
    self.width = width
    payloadFormat = PayloadFormat(unescaped: unescaped, pretty: pretty, breaksLines: breaksPayload)
  }

  /// A renderer that shows the content of payloads, if at all, in this format.
  package init(
    view: FrameView, hex: Bool, style: TextStyle, width: Int?, payload: PayloadFormat,
    withContent: Bool = true
  ) {
    self.view = view
    self.hex = hex
    self.style = style
    self.payload = withContent
    self.width = width
    payloadFormat = payload
  }

  /// Zero or more whole lines, each with its line feed. `note` is after the header: when the frame came, or after what.
  ///
  /// The `spec` view is the specification and nothing else, so that it can be read back; `off` is nothing at all.
  public func render(_ frame: FrameRecord, note: String? = nil) -> String {
    var output: [UInt8] = []
    render(frame, note: note, into: &output)
    return String(decoding: output, as: UTF8.self)
  }

  /// The same, as UTF-8 after what `output` holds.
  public func render(_ frame: FrameRecord, note: String? = nil, into output: inout [UInt8]) {
    var text = ByteText(style: style)
    swap(&text.bytes, &output)
    write(frame, note, into: &text)
    swap(&text.bytes, &output)
  }

  private func write(_ frame: FrameRecord, _ note: String?, into text: inout ByteText) {
    let isJSON = isJSON(frame)
    if let count = isJSON ? nil : shownCount(of: frame) {
      write(frame.prefix(count), note, isJSON: false, total: total(of: frame), into: &text)
    } else {
      write(frame, note, isJSON: isJSON, total: total(of: frame), into: &text)
    }
  }

  /// How many bytes the content has of which a part may be shown; nil where the record has not all of it.
  private func total(of frame: FrameRecord) -> Int? {
    payloadFormat.extent != nil && frame.omittedContent == 0 ? frame.content.count : nil
  }

  private func write(
    _ frame: FrameRecord, _ note: String?, isJSON: Bool, total: Int?, into text: inout ByteText
  ) {
    var payloadView = PayloadView(
      unescaped: unescaped, width: width, breaksLines: breaksPayload, isJSON: isJSON,
      extent: payloadFormat.extent)
    guard frame.hasHeader || view == .off else {
      writeMessage(frame, note, &payloadView, into: &text)
      return remark(on: frame, total: total, hidden: payloadView.hidden, in: &text)
    }
    switch view {
    case .off: return
    case .spec: return FrameSpec(frame).write(into: &text)
    case .line:
      LineView.write(frame, note, width: width, into: &text)
      if payload, !hex { payloadView.write(frame, into: &text) }
    case .tree:
      writeTree(frame, note, &payloadView, into: &text)
    case .diagram:
      // The box cannot be broken, and a tree says the same.
      if let width, width < DiagramView.width {
        writeTree(frame, note, &payloadView, into: &text)
        break
      }
      writeTitle(frame, note, into: &text)
      DiagramView.write(frame, into: &text)
    }
    if hex { HexView.write(frame, into: &text) }
    remark(on: frame, total: total, hidden: payloadView.hidden, in: &text)
  }

  /// A message whose frames are not known.
  private func writeMessage(
    _ frame: FrameRecord, _ note: String?, _ payloadView: inout PayloadView, into text: inout ByteText
  ) {
    let arrow = style.paint(Layout.arrow(from: frame.sender), Layout.meaning(of: frame.sender))
    let name = style.paint(frame.header.opcode.name, .name)
    let title = "\(arrow) \(name) message, \(Formatting.exactBytes(frame.header.payloadLength))"
    add([note.map { "\(title)   \($0)" } ?? title], to: &text)
    if payload { payloadView.write(frame, into: &text) }
  }

  /// How much of the payload is shown; nil for all of it.
  private func shownCount(of frame: FrameRecord) -> Int? {
    guard let extent = payloadFormat.extent else { return nil }
    let content = frame.content
    let count =
      frame.isText && !hex
      ? content.withUnsafeBytes { extent.count(ofText: $0, width: width) }
      : extent.count(ofDump: content.count, linesPerRow: hex && frame.header.isMasked ? 2 : 1)
    return count < content.count ? count : nil
  }

  /// Whether the content is shown as JSON.
  private func isJSON(_ frame: FrameRecord) -> Bool {
    pretty && payload && !hex && frame.isText && frame.omittedContent == 0 && JSONView.suits(frame.content)
  }

  private func writeTree(
    _ frame: FrameRecord, _ note: String?, _ payloadView: inout PayloadView, into text: inout ByteText
  ) {
    writeTitle(frame, note, into: &text)
    TreeView.fields(
      of: frame.header, from: frame.sender, isCompressed: frame.inflated != nil, width: width, into: &text)
    TreeView.payload(
      of: frame, view: &payloadView, withContent: payload && !hex, width: width, into: &text)
  }

  /// That a part of a payload is not shown, and what shows it.
  package static func words(hidden: UInt64, of total: UInt64, _ kind: String = "payload", hint: String)
    -> String
  {
    "  ... \(hidden) of \(total) \(kind) bytes \(hidden == 1 ? "is" : "are") not shown; \(hint)"
  }

  private func writeTitle(_ frame: FrameRecord, _ note: String?, into text: inout ByteText) {
    let start = text.bytes.count
    TreeView.title(frame, note, into: &text)
    text.fold(from: start, width: width)
  }

  private func add(_ lines: [String], to text: inout ByteText) {
    text.add(lines: LineFolder.fold(lines, width: width))
  }

  /// What is not shown, what never came, and what is wrong.
  private func remark(on frame: FrameRecord, total: Int?, hidden: Int, in text: inout ByteText) {
    let omitted = frame.omittedContent &+ UInt64(hidden)
    if omitted > 0, payload || hex {
      let kind = frame.inflated == nil ? "payload" : "inflated"
      let words =
        if let hint = payloadFormat.hint, let total {
          Self.words(hidden: omitted, of: UInt64(total), kind, hint: hint)
        } else { "  ... \(omitted) more \(kind) \(omitted == 1 ? "byte is" : "bytes are") not shown" }
      add([style.paint(words, .dim)], to: &text)
    }
    if frame.isCut {
      let came = UInt64(frame.payload.count) &+ frame.omitted
      let claimed = frame.header.payloadLength
      let words = "not read further: \(came) of \(claimed) payload bytes had come"
      add(["  " + style.paint(words, .dim)], to: &text)
    } else if frame.missing > 0 {
      let claimed = frame.header.payloadLength
      add(["  " + RemainderView.sentence(missing: frame.missing, of: claimed, style: style)], to: &text)
    }
    for violation in frame.violations { add(ViolationView.lines(violation, style: style), to: &text) }
  }
}

import WebSocketWire

/// What a payload says, in whole lines, indented by two spaces.
struct PayloadView {
  let unescaped: Bool
  /// The most columns of the line of a Close; nil for any.
  var width: Int?
  /// Whether a line of text is broken at the width as well.
  var breaksLines = false
  /// Whether the content is JSON that is shown in lines.
  var isJSON = false
  /// How much of such JSON is shown; nil for all.
  var extent: PayloadExtent?
  /// How many bytes of it are not shown.
  private(set) var hidden = 0

  mutating func write(_ frame: FrameRecord, into text: inout ByteText) {
    let payload = frame.content
    switch frame.header.opcode {
    case _ where isJSON:
      let shown = JSONView.write(
        payload, extent: extent, width: breaksLines ? width : nil, unescaped: unescaped, into: &text)
      hidden = payload.count - shown
    case _ where frame.isText: write(payload, into: &text)
    case .binary: HexDump.write(payload, into: &text)
    case .close:
      guard let words = close(payload) else { return HexDump.write(payload, into: &text) }
      write(close: words, into: &text)
    default:
      if Self.isPlainText(payload) {
        write(payload, into: &text)
      } else {
        HexDump.write(payload, into: &text)
      }
    }
  }

  /// The code and the reason in lines of their own; what is shown as it is stays so.
  func write(close words: String, into text: inout ByteText) {
    for line in LineFolder.fold(["  " + words], width: unescaped ? nil : width) {
      text.add(words: String(line.prefix { $0 == " " }))
      text.paint(.payload) { $0.add(words: String(line.drop { $0 == " " })) }
      text.endLine()
    }
  }

  /// The code and the reason; nil when there is no code.
  func close(_ payload: [UInt8]) -> String? {
    let body = ClosePayload(payload: payload)
    guard let code = body.code else { return nil }
    let reason = unescaped ? body.reason : String(decoding: Self.escaped(body.reasonBytes), as: UTF8.self)
    return reason.isEmpty ? code.description : "\(code): \(reason)"
  }

  /// One line for each line of the text; the line feed that ends the last one is written out.
  func write(_ payload: [UInt8], into text: inout ByteText, indent: StaticString = "  ") {
    payload.withUnsafeBytes { payload in
      var start = 0
      while start < payload.count {
        let plain = StreamEscaper.printableCount(in: payload, from: start)
        var end = payload[(start + plain)...].firstIndex(of: 0x0A) ?? payload.count
        let next = end + 1
        if next == payload.count, !unescaped { end = next }
        // It is looked for only where the line may be broken.
        let lineStart = breaksLines ? text.bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0 : text.bytes.count
        text.add(indent)
        let line = UnsafeRawBufferPointer(rebasing: payload[start..<end])
        text.paint(.payload) { text in
          write(line: line, into: &text)
          if unescaped, next == payload.count { text.add("\\n") }
        }
        breakLine(from: lineStart, in: &text)
        text.endLine()
        start = next
      }
    }
  }

  private func write(line: UnsafeRawBufferPointer, into text: inout ByteText) {
    if unescaped { return text.bytes.append(contentsOf: String(decoding: line, as: UTF8.self).utf8) }
    var escaper = StreamEscaper(escapesLayout: true, isReversible: true)
    escaper.escape(line, into: &text.bytes)
    escaper.finish(into: &text.bytes)
  }

  private func breakLine(from start: Int, in text: inout ByteText) {
    guard breaksLines, !unescaped, let width, text.isWide(from: start, width) else { return }
    let line = Array(text.bytes[start...])
    text.bytes.removeSubrange(start...)
    var breaker = LineBreaker()
    breaker.write(line, width: width, into: &text.bytes)
  }

  private static func escaped(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    var escaper = StreamEscaper(escapesLayout: true, isReversible: true)
    Array(bytes).withUnsafeBytes { escaper.escape($0, into: &output) }
    escaper.finish(into: &output)
    return output
  }

  /// Whether the text is one line, be it with a line feed at its end.
  static func isOneLine(_ payload: [UInt8]) -> Bool {
    payload.firstIndex(of: 0x0A).map { $0 == payload.count - 1 } ?? true
  }

  /// Whether the bytes are UTF-8 that needs no escapes but those of line feeds and tabs.
  static func isPlainText(_ payload: [UInt8]) -> Bool {
    var escaper = StreamEscaper()
    return escaper.escape(payload.span.bytes) + escaper.finish() == payload
  }
}

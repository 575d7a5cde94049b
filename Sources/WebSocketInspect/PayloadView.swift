import WebSocketWire

/// What a payload says, in lines without indent and line end.
struct PayloadView {
  let style: Style
  let unescaped: Bool

  func lines(of frame: FrameRecord) -> [String] {
    let payload = frame.content
    guard !payload.isEmpty else { return [] }
    switch frame.header.opcode {
    case .text: return text(payload)
    case .binary: return HexDump.rows(payload, style: style)
    case .close:
      guard let words = close(payload) else { return HexDump.rows(payload, style: style) }
      return [style.paint(words, .payload)]
    default: return Self.isPlainText(payload) ? text(payload) : HexDump.rows(payload, style: style)
    }
  }

  /// The code and the reason; nil when there is no code.
  func close(_ payload: [UInt8]) -> String? {
    let body = CloseBody(payload: payload)
    guard let code = body.code else { return nil }
    let reason = unescaped ? body.reason : Escaper.line(bytes: body.reasonBytes)
    return reason.isEmpty ? code.description : "\(code): \(reason)"
  }

  /// One line for each line of the text; the line feed that ends the last one is written out.
  private func text(_ payload: [UInt8]) -> [String] {
    var lines = payload.split(separator: 0x0A, omittingEmptySubsequences: false)
    var end = ""
    if lines.count > 1, lines.last?.isEmpty == true {
      lines.removeLast()
      end = "\\n"
    }
    return lines.enumerated().map { index, line in
      let text = unescaped ? String(decoding: line, as: UTF8.self) : Escaper.line(bytes: line)
      return style.paint(index == lines.count - 1 ? text + end : text, .payload)
    }
  }

  /// Whether the bytes are UTF-8 that needs no escapes but those of line feeds and tabs.
  static func isPlainText(_ payload: [UInt8]) -> Bool {
    var escaper = StreamEscaper()
    return escaper.escape(payload.span.bytes) + escaper.finish() == payload
  }
}

public import WebSocketWire

/// What the end of a stream has cut short.
public enum RemainderView {
  /// Whole lines: how much came and how much is missing, and for a header its fields as far as they came.
  public static func render(_ remainder: FrameDecoder.Remainder, style: TextStyle) -> String {
    lines(remainder, style: style).map { $0 + "\n" }.joined()
  }

  /// The same, each line without its end; `sender` is named where both sides are shown.
  package static func lines(
    _ remainder: FrameDecoder.Remainder, from sender: WebSocketRole? = nil, style: TextStyle
  ) -> [String] {
    switch remainder {
    case .payload(let header, let missing):
      return [sentence(missing: missing, of: header.payloadLength, style: style)]
    case .header(let bytes, let offset, let missing):
      let came = "\(Formatting.exactBytes(UInt64(bytes.count))) came"
      let least = bytes.count < 2 ? "at least " : ""
      let title = style.paint("incomplete header\(words(sender)) at \(offset)", .violation)
      return ["\(title): \(came), \(least)\(missing) \(missing == 1 ? "is" : "are") missing"]
        + fields(of: bytes, style: style)
    }
  }

  /// The same as a part of a sentence: `inside a TEXT frame: 3 of 5 payload bytes missing`.
  package static func words(_ remainder: FrameDecoder.Remainder, from sender: WebSocketRole? = nil) -> String
  {
    switch remainder {
    case .payload(let header, let missing):
      let unit = header.payloadLength == 1 ? "byte" : "bytes"
      return
        "inside a \(header.opcode.name) frame\(words(sender)): \(missing) of \(header.payloadLength) payload \(unit) missing"
    case .header(let bytes, _, let missing):
      let least = bytes.count < 2 ? "at least " : ""
      return
        "inside a header\(words(sender)): \(Hex.spaced(bytes)), \(least)\(Formatting.exactBytes(UInt64(missing))) missing"
    }
  }

  private static func words(_ sender: WebSocketRole?) -> String { sender.map { " from the \($0)" } ?? "" }

  static func sentence(missing: UInt64, of claimed: UInt64, style: TextStyle) -> String {
    let came = claimed >= missing ? claimed - missing : 0
    let payload = "\(came) of \(claimed) payload \(claimed == 1 ? "byte" : "bytes") came"
    return style.paint("incomplete", .violation)
      + ": \(payload), \(missing) \(missing == 1 ? "is" : "are") missing"
  }

  /// The fields of a header that lacks bytes: zeros take their place, and are not shown.
  private static func fields(of bytes: [UInt8], style: TextStyle) -> [String] {
    for count in bytes.count...max(bytes.count, FrameHeader.maximumCount) {
      let padded = bytes + [UInt8](repeating: 0, count: count - bytes.count)
      if let header = FrameHeader(padded) {
        var text = ByteText(style: style)
        TreeView.fields(of: header, from: nil, available: bytes.count, into: &text)
        return text.lines
      }
    }
    return []
  }
}

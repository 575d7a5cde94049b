package import WebSocketWire

/// Small things that all views share.
package enum Layout {
  /// The arrow of a direction: to the server, to the client, or not known.
  package static func arrow(from sender: WebSocketRole?) -> String {
    switch sender {
    case .client: "→"
    case .server: "←"
    case nil: "·"
    }
  }

  /// The colour of a direction.
  package static func meaning(of sender: WebSocketRole?) -> TextStyle.Meaning {
    switch sender {
    case .client: .outgoing
    case .server: .incoming
    case nil: .dim
    }
  }

  /// ASCII as it is, a full stop for every other byte.
  static func printable(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: bytes.map { 0x20...0x7E ~= $0 ? $0 : 0x2E }, as: UTF8.self)
  }
}

extension String {
  /// With spaces at its end up to a width in columns; unchanged when it is that wide already.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - TextWidth.columns(of: self)))
  }

  /// Without the spaces at its end.
  var withoutTrailingSpaces: String {
    guard let last = lastIndex(where: { $0 != " " }) else { return "" }
    return String(self[...last])
  }
}

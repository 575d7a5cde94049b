package import WebSocketWire

/// The way from a key to its Accept, step by step (RFC 6455 4.2.2).
package enum AcceptView {
  /// Whole lines: key, key and GUID, digest, base64, and what was received if that is given; broken between words where they are wider
  /// than `width`.
  package static func render(
    _ accept: AcceptKey, received: String?, style: TextStyle, width: Int? = nil
  ) -> String {
    let lines = lines(accept, received: received, style: style)
    return LineFolder.fold(lines, width: width).map { $0 + "\n" }.joined()
  }

  static func lines(_ accept: AcceptKey, received: String?, style: TextStyle) -> [String] {
    var rows = [
      ("key", Escaper.exact(accept.key)), ("+ GUID", Escaper.exact(accept.joined)),
      ("SHA-1", Hex.spaced(accept.digest)),
      ("base64", accept.value),
    ]
    if let received {
      let isEqual = received.utf8.elementsEqual(accept.value.utf8)
      let verdict = isEqual ? style.paint("equal", .ok) : style.paint("NOT equal", .violation)
      rows.append(("received", "\(Escaper.exact(received))   \(verdict)"))
    }
    return rows.map { style.paint($0.padded(to: 11), .dim) + $1 }
  }
}

import WebSocketWire

/// UTF-8 of whole texts.
enum Validation {
  static func contest(_ title: String, of scalar: String) -> Contest {
    let text = Array(String(repeating: scalar, count: (1 << 20) / scalar.utf8.count).utf8)
    return Contest(
      title: "UTF-8, 1 MiB of \(title)", unit: .gigabytes(text.count),
      contenders: [
        Contender("wscope") { keep(UTF8Validator.fault(in: text.span.bytes) == nil) },
        Contender("UTF8Span") { keep((try? UTF8Span(validating: text.span)) != nil) },
      ])
  }
}

public import WebSocketWire

/// A rule that was broken: which one, where, by what, and what follows from it.
public enum ViolationView {
  /// Two whole lines, indented by two spaces.
  public static func render(_ violation: Violation, style: TextStyle) -> String {
    lines(violation, style: style).map { $0 + "\n" }.joined()
  }

  package static func lines(_ violation: Violation, style: TextStyle) -> [String] {
    let rule = violation.rule
    let isError = rule.severity == .error
    let label = style.paint(isError ? "violation" : "warning  ", isError ? .violation : .warning)
    let id = style.paint(rule.id, .name)
    let (words, source) = rule.source(of: violation.words)
    let clause = style.paint("\(source) · \(consequence(of: rule))", .dim)
    return ["  \(label)  \(id)  \(place(of: violation)): \(Escaper.line(words))", "             \(clause)"]
  }

  private static func place(of violation: Violation) -> String {
    let range = violation.range
    guard !range.isEmpty else { return "at byte \(range.lowerBound)" }
    let bytes = "bytes \(range.lowerBound)..<\(range.upperBound)"
    // What is folded can be the rest of a secret.
    let isFold = violation.rule == .foldedField || violation.rule == .requestFolded
    guard !violation.evidence.isEmpty, !isFold else { return bytes }
    let more = range.upperBound - range.lowerBound > UInt64(violation.evidence.count) ? " ..." : ""
    // A head is text, so its bytes say more as such; they may be a secret.
    let evidence =
      violation.rule.isHandshake
      ? SecretFilter.brokenField(HTTPHead.text(violation.evidence[...])).quoted
      : Hex.spaced(violation.evidence)
    return "\(bytes) (\(evidence)\(more))"
  }

  private static func consequence(of rule: Rule) -> String {
    switch (rule.severity, rule.closeCode) {
    case (.warning, _): "the connection goes on"
    case (.error, let code?): "an endpoint would close with \(code.rawValue)"
    case (.error, nil): "the handshake fails"
    }
  }
}

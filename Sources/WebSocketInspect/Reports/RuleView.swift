package import WebSocketWire

/// The catalogue of rules for people.
package enum RuleView {
  /// Every rule in a line: id, severity, the code that an endpoint would close with, clause, requirement. Where a line would be wider
  /// than `width`, the requirement of each rule is below it.
  package static func list(style: TextStyle, width: Int? = nil) -> String {
    let rules = Rule.allCases
    let idWidth = rules.map(\.id.count).max() ?? 0
    let clauseWidth = rules.map(\.clause.description.count).max() ?? 0
    let rows = rules.map { rule in
      let id = style.paint(rule.id.padded(to: idWidth), .name)
      let severity = style.paint(rule.severity.rawValue.padded(to: 7), meaning(of: rule))
      let code = (closeCode(of: rule).map { "\($0.rawValue)" } ?? "--").padded(to: 4)
      let clause = rule.clause.description
      return (facts: "\(id)  \(severity)  \(code)  ", clause: clause, requirement: rule.requirement)
    }
    let whole = rows.map { $0.facts + $0.clause.padded(to: clauseWidth) + "  " + $0.requirement }
    guard let width, whole.contains(where: { TextWidth.columns(of: $0) > width }) else { return text(whole) }
    return text(
      rows.flatMap { row in
        LineFolder.fold([row.facts + row.clause, "    " + row.requirement], width: width, hang: 4)
      })
  }

  private static func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

  /// One rule over some lines, which are broken between words where they are wider than `width`.
  package static func one(_ rule: Rule, style: TextStyle, width: Int? = nil) -> String {
    let (severity, code) =
      switch (rule.severity, rule.closeCode) {
      case (.warning, _): ("warning: the connection goes on", "none: it is only reported")
      case (.error, nil):
        ("error: the handshake fails", "none: no frame can be sent before the handshake is done")
      case (.error, let code?): ("error: the connection is failed", code.description)
      }
    let rows = [
      ("requires", rule.requirement), ("clause", rule.clause.description),
      ("severity", style.paint(severity, meaning(of: rule))), ("close code", code),
    ]
    let lines = rows.map { "  \($0.padded(to: 12))\($1)" }
    return text([style.paint(rule.id, .name)] + LineFolder.fold(lines, width: width, hang: 14))
  }

  private static func closeCode(of rule: Rule) -> CloseCode? {
    rule.severity == .error ? rule.closeCode : nil
  }

  private static func meaning(of rule: Rule) -> TextStyle.Meaning {
    rule.severity == .error ? .violation : .warning
  }
}

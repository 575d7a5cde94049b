public import WebSocketWire

/// The catalogue of rules for people.
public enum RuleView {
  /// Every rule in a line: id, severity, the code that an endpoint would close with, clause, requirement.
  public static func list(style: Style) -> String {
    let rules = Rule.allCases
    let idWidth = rules.map(\.id.count).max() ?? 0
    let clauseWidth = rules.map(\.clause.description.count).max() ?? 0
    return rules.map { rule in
      let id = style.paint(rule.id.padded(to: idWidth), .name)
      let severity = style.paint(rule.severity.rawValue.padded(to: 7), meaning(of: rule))
      let code = (closeCode(of: rule).map { "\($0.rawValue)" } ?? "--").padded(to: 4)
      return
        "\(id)  \(severity)  \(code)  \(rule.clause.description.padded(to: clauseWidth))  \(rule.requirement)\n"
    }.joined()
  }

  /// One rule over some lines.
  public static func one(_ rule: Rule, style: Style) -> String {
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
    return style.paint(rule.id, .name) + "\n" + rows.map { "  \($0.padded(to: 12))\($1)\n" }.joined()
  }

  private static func closeCode(of rule: Rule) -> CloseCode? {
    rule.severity == .error ? rule.closeCode : nil
  }

  private static func meaning(of rule: Rule) -> Style.Meaning {
    rule.severity == .error ? .violation : .warning
  }
}

import WebSocketWire

/// The catalogue as wscope-rules(7) has it.
enum RuleList {
  static func mdoc() -> String {
    let rules = Rule.allCases
    return section("Frames and messages", rules.filter { !$0.isHandshake })
      + section("The opening handshake", rules.filter(\.isHandshake))
  }

  private static func section(_ title: String, _ rules: [Rule]) -> String {
    let items = rules.map { rule in
      ".It Cm \(rule.id)\n" + Mdoc.sentences(rule.requirement).joined(separator: "\n")
        + "\n\(rule.clause); \(consequence(rule)).\n"
    }
    return ".Ss \(title)\n.Bl -tag -width Ds\n" + items.joined() + ".El\n"
  }

  private static func consequence(_ rule: Rule) -> String {
    switch (rule.severity, rule.closeCode) {
    case (.warning, _): "a warning, and the connection goes on"
    case (.error, let code?): "closed with \(code.rawValue)"
    case (.error, nil): "the handshake fails"
    }
  }
}

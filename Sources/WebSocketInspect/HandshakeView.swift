public import WebSocketWire

/// An opening handshake: both heads, and what each requirement says of them (RFC 6455 4).
public enum HandshakeView {
  /// Whole lines. `judgedBy` is the side whose checks the report holds: the client judges the answer, the server the
  /// request. `elapsed` is the time between the two heads.
  public static func render(
    _ report: HandshakeReport, judgedBy: Role, elapsed: Duration?, style: Style
  ) -> String {
    var lines = head(report.request, from: .client, elapsed: nil, style: style)
    if let response = report.response {
      lines += head(response, from: .server, elapsed: elapsed, style: style)
    }
    lines.append("")
    lines += checks(report, judgedBy: judgedBy, style: style)
    return lines.map { $0 + "\n" }.joined()
  }

  /// The lines of a head as they were on the wire, escaped; a bare line feed is written out.
  private static func head(_ head: HTTPHead, from sender: Role, elapsed: Duration?, style: Style) -> [String]
  {
    var rest = head.bytes[...]
    var lines: [String] = []
    while !rest.isEmpty {
      let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
      var line = rest[..<end]
      rest = rest[min(end + 1, rest.endIndex)...]
      if line.last == 0x0D {
        line.removeLast()
        if line.isEmpty, rest.isEmpty { continue }
        lines.append(Escaper.line(bytes: line))
      } else {
        lines.append(Escaper.line(bytes: line) + (end < head.bytes.endIndex ? "\\n" : ""))
      }
    }
    let arrow = style.paint(Layout.arrow(from: sender), Layout.meaning(of: sender))
    return lines.enumerated().map { index, line in
      guard index == 0 else { return "  " + line }
      guard let elapsed else { return "\(arrow) \(line)" }
      return "\(arrow) \(line.padded(to: 64))  " + style.paint("+\(Units.duration(elapsed))", .dim)
    }
  }

  private static func checks(_ report: HandshakeReport, judgedBy: Role, style: Style) -> [String] {
    let judged = report.checks.filter { $0.verdict != .idle }
    let width = max(50, judged.map { Escaper.line($0.words).count }.max() ?? 0) + 2
    // The steps stand where the key is settled: at the answer for a client, at the key itself for a server.
    let settling: Rule = judgedBy == .client ? .accept : .key
    return report.checks.flatMap { check -> [String] in
      let line = self.line(check, width: width, style: style)
      guard check.rule == settling, let accept = report.expectedAccept else { return [line] }
      let steps = AcceptView.lines(accept, received: report.receivedAccept, style: style)
      return [line] + steps.map { "         " + $0 }
    }
  }

  private static func line(_ check: HandshakeCheck, width: Int, style: Style) -> String {
    let words = Escaper.line(check.words)
    let clause = style.paint(check.rule.clause.description, .dim)
    switch check.verdict {
    case .ok: return "  \(style.paint("ok", .ok))   \(words.padded(to: width))\(clause)"
    case .failed: return "  \(style.paint("FAIL", .violation)) \(words.padded(to: width))\(clause)"
    case .idle: return "  \(style.paint("--", .dim))   \(words)"
    }
  }
}

public import WebSocketWire

/// An opening handshake: both heads, and what each requirement says of them (RFC 6455 4).
public struct HandshakeView {
  /// Whole lines. `checkedBy` is the side whose checks the report holds: the client judges the answer, the server the
  /// request. `elapsed` is the time between the two heads. Without `showsSecrets`, `***` stands for credentials. A line has at
  /// most `width` columns where it can be broken between words; nil for any.
  public static func render(
    _ report: HandshakeReport, checkedBy: Role, elapsed: Duration?, style: Style, showsSecrets: Bool = false,
    width: Int? = nil
  ) -> String {
    let view = Self(showsSecrets: showsSecrets, style: style)
    var lines = view.head(report.request, from: .client, elapsed: nil)
    for interim in report.interim { lines += view.head(interim, from: .server, elapsed: nil) }
    if let response = report.response { lines += view.head(response, from: .server, elapsed: elapsed) }
    let checks = view.checks(report, checkedBy: checkedBy, width)
    return (LineFolder.fold(lines, width: width) + [""] + checks).map { $0 + "\n" }.joined()
  }

  private let showsSecrets: Bool
  private let style: Style

  /// The lines of a head as they were on the wire, escaped; a bare line feed is written out.
  private func head(_ head: HTTPHead, from sender: Role, elapsed: Duration?) -> [String] {
    let hidden = showsSecrets ? [:] : secrets(of: head)
    var rest = head.bytes[...]
    var lines: [String] = []
    while !rest.isEmpty {
      let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
      let start = rest.startIndex
      var line = rest[..<end]
      rest = rest[min(end + 1, rest.endIndex)...]
      if line.last == 0x0D {
        line.removeLast()
        if line.isEmpty, rest.isEmpty { continue }
        lines.append(Escaper.line(hidden[start] ?? HTTPHead.text(line)))
      } else {
        lines.append(
          Escaper.line(hidden[start] ?? HTTPHead.text(line)) + (end < head.bytes.endIndex ? "\\n" : ""))
      }
    }
    let arrow = style.paint(Layout.arrow(from: sender), Layout.meaning(of: sender))
    return lines.enumerated().map { index, line in
      guard index == 0 else { return "  " + line }
      guard let elapsed else { return "\(arrow) \(line)" }
      return "\(arrow) \(line.padded(to: 64))  " + style.paint("+\(Formatting.duration(elapsed))", .dim)
    }
  }

  /// The lines that hold secrets, by where they begin, with `***` for those.
  private func secrets(of head: HTTPHead) -> [Int: String] {
    var lines: [Int: String] = [:]
    for field in head.fields {
      let value = SecretFilter.value(field.value, ofField: field.name)
      guard value != field.value else { continue }
      lines[field.range.lowerBound] = "\(field.name): \(value)"
      // The first line now has all of the value that may be shown.
      for fold in head.folds where field.range.contains(fold.lowerBound) {
        lines[fold.lowerBound] = " " + SecretFilter.mark
      }
    }
    for line in head.malformed where lines[line.lowerBound] == nil {
      lines[line.lowerBound] = SecretFilter.text(HTTPHead.text(head.bytes[line]))
    }
    let parts = head.startLineParts
    if parts.count == 3 {
      lines[head.startLineRange.lowerBound] =
        "\(parts[0]) \(SecretFilter.resource(parts[1])) \(SecretFilter.text(parts[2]))"
    }
    return lines
  }

  private func checks(_ report: HandshakeReport, checkedBy: Role, _ columns: Int?) -> [String] {
    let judged = report.checks.filter { $0.verdict != .idle }
    let width = max(50, judged.map { TextWidth.columns(of: words(of: $0)) }.max() ?? 0) + 2
    // The steps are where the key is settled: at the answer for a client, at the key itself for a server.
    let settling: Rule = checkedBy == .client ? .accept : .key
    return report.checks.flatMap { check -> [String] in
      let line = fold(row(of: check), width: width, columns)
      guard check.rule == settling, let accept = report.expectedAccept else { return line }
      let steps = AcceptView.lines(accept, received: report.receivedAccept, style: style)
      return line + LineFolder.fold(steps.map { "         " + $0 }, width: columns)
    } + (report.choice.map { fold(choice($0), width: width, columns) } ?? [])
  }

  /// A verdict, what was checked, and its source, which has a line of its own where the terminal is too narrow for all three.
  private typealias Row = (verdict: String, words: String, source: String)

  private func fold(_ row: Row, width: Int, _ columns: Int?) -> [String] {
    let whole = row.source.isEmpty ? row.words : row.words.padded(to: width) + row.source
    let line = "  \(row.verdict) \(whole)"
    guard let columns, TextWidth.columns(of: line) > columns else { return [line] }
    let words = LineFolder.fold(["  \(row.verdict) \(row.words)"], width: columns, hang: 7)
    return row.source.isEmpty ? words : words + ["       \(row.source)"]
  }

  /// What is asked beyond the standard: origin, credentials, room.
  private func choice(_ words: String) -> Row {
    let shown = Escaper.line(showsSecrets ? words : SecretFilter.text(words))
    return (style.paint("FAIL", .violation), shown, style.paint("this listener's choice", .dim))
  }

  private func words(of check: HandshakeCheck) -> String {
    Escaper.line(showsSecrets ? check.words : SecretFilter.text(check.words))
  }

  private func row(of check: HandshakeCheck) -> Row {
    let clause = style.paint(check.rule.clause.description, .dim)
    return switch check.verdict {
    case .ok: (style.paint("ok", .ok) + "  ", words(of: check), clause)
    case .failed: (style.paint("FAIL", .violation), words(of: check), clause)
    case .warned: (style.paint("warn", .warning), words(of: check), clause)
    case .idle: (style.paint("--", .dim) + "  ", words(of: check), "")
    }
  }
}

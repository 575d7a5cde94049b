public import WebSocketWire

/// An opening handshake: both heads, and what each requirement says of them (RFC 6455 4).
public struct HandshakeView {
  /// Whole lines. `checkedBy` is the side whose checks the report holds: the client judges the answer, the server the
  /// request. `elapsed` is the time between the two heads. Without `showsSecrets`, `***` is shown for credentials. A line has at
  /// most `width` columns where it can be broken between words; nil for any.
  public static func render(
    _ report: HandshakeReport, checkedBy: WebSocketRole, elapsed: Duration?, style: TextStyle,
    showsSecrets: Bool = false,
    width: Int? = nil
  ) -> String {
    let view = Self(showsSecrets: showsSecrets, tokens: report.secretSubprotocols, style: style)
    var lines = view.head(report.request, from: .client, elapsed: nil)
    for interim in report.interim { lines += view.head(interim, from: .server, elapsed: nil) }
    if let response = report.response { lines += view.head(response, from: .server, elapsed: elapsed) }
    let checks = view.checks(report, checkedBy: checkedBy, width)
    return (LineFolder.fold(lines, width: width) + [""] + checks).map { $0 + "\n" }.joined()
  }

  private let showsSecrets: Bool
  /// Subprotocols that are secret wherever they are.
  private let tokens: [String]
  private let style: TextStyle

  /// The lines of a head as they were on the wire, escaped; a bare line feed is written out.
  private func head(_ head: HTTPHead, from sender: WebSocketRole, elapsed: Duration?) -> [String] {
    let hidden = showsSecrets ? [:] : head.linesWithoutSecrets(tokens: tokens)
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
        lines.append(Escaper.exact(hidden[start] ?? HTTPHead.text(line)))
      } else {
        lines.append(
          Escaper.exact(hidden[start] ?? HTTPHead.text(line)) + (end < head.bytes.endIndex ? "\\x0a" : ""))
      }
    }
    let arrow = style.paint(Layout.arrow(from: sender), Layout.meaning(of: sender))
    return lines.enumerated().map { index, line in
      guard index == 0 else { return "  " + line }
      guard let elapsed else { return "\(arrow) \(line)" }
      return "\(arrow) \(line.padded(to: 64))  " + style.paint("+\(Formatting.duration(elapsed))", .dim)
    }
  }

  private func checks(_ report: HandshakeReport, checkedBy: WebSocketRole, _ columns: Int?) -> [String] {
    let rows =
      report.checks.filter { $0.verdict != .idle }.map(row) + (report.choice.map { [choice($0)] } ?? [])
    let width = column(of: rows, columns)
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

  /// The columns before a check's words, and the fewest after them.
  private static let (indent, gap) = (7, 2)

  /// How many columns the words of a check have, the gap after them included: those of the longest row that fits, so that only a row that
  /// does not fit is broken.
  private func column(of rows: [Row], _ columns: Int?) -> Int {
    let needed = rows.map {
      (words: TextWidth.columns(of: $0.words), source: TextWidth.columns(of: $0.source))
    }
    guard let columns else { return max(50, needed.map(\.words).max() ?? 0) + Self.gap }
    let room = columns - Self.indent - Self.gap
    let fitting = needed.filter { $0.words + $0.source <= room }
    let source = fitting.map(\.source).max() ?? 0
    let longest = fitting.map(\.words).filter { $0 + source <= room }.max() ?? 0
    return max(min(50, room - source), longest, 0) + Self.gap
  }

  private func fold(_ row: Row, width: Int, _ columns: Int?) -> [String] {
    let padded = row.words.padded(to: max(width, TextWidth.columns(of: row.words) + Self.gap))
    let line = "  \(row.verdict) \(row.source.isEmpty ? row.words : padded + row.source)"
    guard let columns, TextWidth.columns(of: line) > columns else { return [line] }
    let words = LineFolder.fold(["  \(row.verdict) \(row.words)"], width: columns, hang: Self.indent)
    return row.source.isEmpty ? words : words + [String(repeating: " ", count: Self.indent) + row.source]
  }

  /// What is asked beyond the standard: origin, credentials, room.
  private func choice(_ words: String) -> Row {
    (style.paint("FAIL", .violation), shown(words), style.paint("this listener's choice", .dim))
  }

  private func shown(_ words: String) -> String {
    Escaper.line(showsSecrets ? words : SecretFilter.text(words))
  }

  private func row(of check: HandshakeCheck) -> Row {
    let (found, source) = check.rule.source(of: check.words)
    let words = shown(found)
    let clause = style.paint(source, .dim)
    return switch check.verdict {
    case .ok: (style.paint("ok", .ok) + "  ", words, clause)
    case .failed: (style.paint("FAIL", .violation), words, clause)
    case .warned: (style.paint("warn", .warning), words, clause)
    case .idle: (style.paint("--", .dim) + "  ", words, "")
    }
  }
}

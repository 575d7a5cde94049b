import WebSocketInspect
import WebSocketWire

/// What a prompt answers about its connections, in whole lines.
struct PromptReports {
  let settings: PromptSettings
  let history: FrameHistory
  let target: any PromptTarget
  /// The width of the terminal; nil where it is not known.
  let columns: Int?

  /// The frame that is the `n`th from the end.
  func last(_ n: Int) throws -> String {
    try render(
      history.last(n), style: settings.style, hex: settings.views.frames.hex, width: columns,
      pretty: settings.views.payload.pretty)
  }

  private func render(
    _ entry: FrameHistory.Entry, style: TextStyle, hex: Bool, width: Int? = nil, pretty: Bool = false
  ) -> String {
    FrameRenderer(
      view: .tree, hex: hex, style: style, unescaped: settings.views.payload.unescaped, width: width,
      breaksPayload: true, pretty: pretty
    ).render(entry.frame, note: settings.role == .server ? "client \(entry.connection)" : nil)
  }

  func handshakes() throws -> String {
    let all = target.handshakes.compactMap { handshake(of: $0, style: settings.style, width: columns) }
    if all.isEmpty {
      throw Failure(.usage, "there is no handshake yet")
    }
    return all.joined(separator: "\n")
  }

  private func handshake(of one: PromptConnection, style: TextStyle, width: Int? = nil) -> String? {
    guard one.opening.hasHandshake else { return nil }
    let tls = one.opening.tls.map { TLSView.render($0, style: style, width: width) } ?? ""
    let heads = one.opening.report.map {
      HandshakeView.render(
        $0, checkedBy: settings.role, elapsed: one.upgradeTime, style: style,
        showsSecrets: settings.views.showsSecrets, width: width)
    }
    let caption = target.caption(of: one).map {
      LineFolder.fold([$0], width: width).map { $0 + "\n" }.joined()
    }
    return (caption ?? "") + tls + (heads ?? "")
  }

  func statistics() -> String {
    var text = ""
    for one in target.connections {
      let who = settings.role == .server ? "client \(one.number): " : ""
      text += "\(who)\(PromptConnection.word(for: one.state))\n" + one.counts
    }
    return fold(text.split(separator: "\n").map(String.init) + [recordWords])
  }

  private var recordWords: String {
    let dropped =
      history.dropped == 0
      ? ""
      : "; \(Formatting.count(history.dropped, "older frame")) \(history.dropped == 1 ? "was" : "were") dropped"
    return "the record holds \(Formatting.count(history.count, "frame"))\(dropped)"
  }

  /// Writes what is known to a file that must not be there yet; the sentence that says so.
  func save(_ path: String) throws -> String {
    let file = try NewFile(path)
    for one in target.handshakes {
      if let text = handshake(of: one, style: .plain) { try file.write(text + "\n") }
    }
    for entry in history.all { try file.write(render(entry, style: .plain, hex: false) + "\n") }
    return "\(Escaper.line(path)): \(recordWords)"
  }

  /// Writes the payload of the frame that is the `n`th from the end to a new file, byte for byte; the sentence that says so.
  func savePayload(_ path: String, _ n: Int) throws -> String {
    let frame = try history.last(n).frame
    let count = Formatting.bytes(UInt64(frame.content.count))
    guard frame.omittedContent == 0 else {
      throw Failure(.usage, "only \(count) of that payload were kept, so it cannot be saved whole")
    }
    guard frame.missing == 0 else {
      throw Failure(.usage, "that frame was cut after \(count) of payload, so it cannot be saved whole")
    }
    try NewFile(path).write(frame.content)
    let sender = frame.sender.map { " from the \($0)" } ?? ""
    let kind = frame.inflated == nil ? "payload" : "inflated payload"
    return
      "\(Escaper.line(path)): \(count), the \(kind) of frame \(frame.number)\(sender), \(frame.header.opcode.name)"
  }

  /// All commands, or one.
  func help(_ verb: PromptVerb?) -> String {
    if let verb { return fold([verb.usage, "  \(verb.row.sentence)"]) }
    let verbs = PromptVerb.allCases.filter { $0.belongs(to: settings.role) }
    let width = (verbs.map(\.usage.count).max() ?? 0) + 2
    let isNarrow = columns.map { $0 < 78 } == true
    let rows = verbs.flatMap { verb in
      if isNarrow { return ["  \(verb.usage)", "    \(verb.row.sentence)"] }
      return ["  \(verb.usage)\(String(repeating: " ", count: width - verb.usage.count))\(verb.row.sentence)"]
    }
    let last = "  Any other line is a message; //x sends /x. Tab completes, Ctrl-R searches."
    return fold(rows + [last])
  }

  private func fold(_ lines: [String]) -> String {
    LineFolder.fold(lines, width: columns).map { $0 + "\n" }.joined()
  }
}

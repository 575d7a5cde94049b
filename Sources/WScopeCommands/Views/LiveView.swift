import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// Shows what passes on one connection: the handshake, each frame both ways, and how it ended.
///
/// It knows the connection by its records alone.
final class LiveView: TraceSink {
  /// May change while the connection lives.
  var options: ViewConfiguration { didSet { renderer = nil } }
  /// What writes frames in the view of the last one; nil where that is to be made.
  private var renderer: FrameRenderer?
  private let output: any ByteOutput
  let role: WebSocketRole?
  /// When the run began, since 1970-01-01 00:00 UTC.
  private let startSinceEpoch: Duration
  /// When the frame before came.
  private var last: Duration?
  /// When the connection opened, which is where its time is counted from.
  private(set) var opened: Duration?
  private var upgradeTime: Duration?
  private var awaitsMessage = false
  /// Whether what we send now is on the screen already, because it was typed there: a line shows its header alone.
  var isTyped = false
  /// What each Close said that was shown, one of each end.
  private var shownCloses: Set<ClosePayload> = []
  /// Kept between frames, so that showing one needs no memory of its own.
  private var lines: [UInt8] = []

  /// `role` is our end.
  convenience init(output: any ByteOutput, options: ViewConfiguration, role: WebSocketRole, clock: RunClock) {
    self.init(output: output, options: options, role: role, startSinceEpoch: clock.startSinceEpoch)
  }

  /// `role` is our end; nil where both ends are others. All times count from the start.
  init(output: any ByteOutput, options: ViewConfiguration, role: WebSocketRole?, startSinceEpoch: Duration) {
    self.output = output
    self.options = options
    self.role = role
    self.startSinceEpoch = startSinceEpoch
  }

  func receive(_ record: TraceRecord) {
    switch record.event {
    case .connected(let summary): show(summary, of: record)
    case .tls(let report):
      if options.handshake {
        output.append(TLSView.render(report, style: options.style, width: options.width))
      }
    case .handshake(let report): show(report)
    case .frame(let frame): show(frame, of: record)
    case .violation(let violation):
      // What is wrong with a handshake is among its checks, or in the sentence that ends the run.
      // What is wrong with a handshake of others ends nothing, so no sentence has it.
      let isReported =
        violation.rule.isHandshake
        && (options.handshake || role != nil && violation.rule.severity == .error)
      let isWanted =
        options.frames.show != .off && options.frames.show != .spec
        && options.frames.filter.showsOtherViolations
      if !isReported, isWanted {
        // Words of a request can be as long as its head.
        write(lines: ViolationView.lines(violation, style: options.style).map(Failure.clipped))
      }
    case .ended(let end): show(end, of: record)
    }
  }

  private func write(_ frame: FrameRecord, _ note: String?, _ renderer: FrameRenderer) {
    // Taken out, because an output that has room again may have more frames sent and shown before it returns.
    var block: [UInt8] = []
    swap(&block, &lines)
    renderer.render(frame, note: note, into: &block)
    output.append(block)
    block.removeAll(keepingCapacity: true)
    swap(&block, &lines)
  }

  /// A unix socket's other end has no address.
  private static func place(_ address: String) -> String { address.isEmpty ? "" : " from \(address)" }

  func write(lines: [String]) {
    output.append(LineFolder.fold(lines, width: options.width).map { $0 + "\n" }.joined())
  }

  func tell(_ text: String) {
    if options.tellsStory { write(lines: [text]) }
  }

  /// The last step of a connect, which no one waits for: what the server says first.
  private func noteFirstMessage(_ frame: FrameRecord, at time: Duration) {
    guard awaitsMessage, frame.sender == .server, !frame.header.opcode.isControl, frame.header.isFinal,
      let opened
    else { return }
    awaitsMessage = false
    write(lines: ["first message \(Formatting.duration(time - opened)) after the connection was open"])
  }

  private func show(_ summary: ConnectionSummary, of record: TraceRecord) {
    opened = record.time
    awaitsMessage = options.handshake && role == .client
    upgradeTime = summary.phases.last { $0.name == .upgrade }?.duration
    if role == .server {
      return tell("client \(record.connection) connected\(Self.place(summary.address))")
    }
    if role == nil { return tell(observed(summary, record.connection)) }
    let total = summary.phases.reduce(Duration.zero) { $0 + $1.duration }
    let phases = summary.phases.map(ConnectSteps.words).joined(separator: ", ")
    let subprotocol =
      summary.subprotocol.map { name in
        "; subprotocol \(Escaper.line(options.showsSecrets || !summary.isSubprotocolSecret ? name : SecretFilter.mark))"
      } ?? ""
    guard options.tellsStory || options.handshake else { return }
    let line =
      "connected to \(Escaper.line(options.showsSecrets ? summary.url : shown(summary.url))) \(Self.way(summary)) in \(Formatting.duration(total)): "
      + "\(phases)\(subprotocol)\(Self.words(summary.deflate))"
    write(lines: [line])
  }

  /// Where the socket leads to: the server's address, or the proxy.
  private static func way(_ summary: ConnectionSummary) -> String {
    let proxy = summary.phases.first { $0.name == .proxy }?.address
    return proxy.map { "through \($0)" } ?? "(\(summary.address))"
  }

  /// A URL that was read without user and password: its scheme and host are what they are.
  func shown(_ url: String) -> String {
    let host = url.prefix { $0 != "/" }.count + 2
    let end = url.dropFirst(host).firstIndex(of: "/") ?? url.endIndex
    return url[..<end] + SecretFilter.resource(String(url[end...]))
  }

  /// Only what is unusual needs words.
  static func words(_ deflate: NegotiatedDeflate?) -> String {
    guard let deflate else { return "" }
    return "; permessage-deflate" + (deflate == NegotiatedDeflate() ? "" : " (\(deflate))")
  }

  private func show(_ report: HandshakeReport) {
    guard options.handshake else { return }
    output.append(
      HandshakeView.render(
        report, checkedBy: role ?? .client, elapsed: upgradeTime, style: options.style,
        showsSecrets: options.showsSecrets,
        width: options.width))
  }

  private func show(_ frame: FrameRecord, of record: TraceRecord) {
    noteFirstMessage(frame, at: record.time)
    // Without a filter there is nothing to copy for the question.
    let outcome = options.frames.filter.isEmpty ? .shown : options.frames.filter.judge(frame)
    guard outcome != .hidden else { return }
    let note = note(for: frame, of: record)
    last = record.time
    guard let (view, hex) = options.frames.view(of: frame.header.opcode) else { return }
    let isOnScreen = isTyped && frame.sender == role && view == .line && !hex
    write(frame, note, renderer(view, hex: hex, withContent: !isOnScreen))
    // A diagram has the reason in pieces, and not all of it.
    if frame.header.opcode == .close, !isOnScreen, !hex, view != .diagram {
      shownCloses.insert(ClosePayload(payload: frame.content))
    }
    if case .undecided(let words) = outcome { write(lines: [options.style.paint("  \(words)", .dim)]) }
  }

  /// The last one where it fits, which is so but for keys that a user presses: one has many parts to copy.
  private func renderer(_ view: FrameView, hex: Bool, withContent: Bool) -> FrameRenderer {
    if let renderer, renderer.view == view, renderer.hex == hex, renderer.payload == withContent,
      options.terminal == nil || renderer.width == options.width
    {
      return renderer
    }
    let made = options.renderer(view, hex: hex, withContent: withContent)
    renderer = made
    return made
  }

  /// What follows a frame's header: when it came, and for a Pong how long it took.
  private func note(for frame: FrameRecord, of record: TraceRecord) -> String? {
    let isIncoming = frame.sender != role
    let roundTrip = isIncoming ? frame.roundTrip : nil
    var note = label(of: record.connection)
    func add(_ words: String?) {
      guard let words else { return }
      note = note.map { "\($0)  \(words)" } ?? words
    }
    add(when(record.time, sinceLast: isIncoming && roundTrip == nil))
    add(roundTrip.map { "round trip \(Formatting.duration($0))" })
    return note
  }

  /// What tells a connection from others.
  func label(of connection: Int) -> String? {
    switch role {
    case .client: nil
    case .server: "client \(connection)"
    case nil: options.namesConnections ? "connection \(connection)" : nil
    }
  }

  private func when(_ time: Duration, sinceLast: Bool) -> String? {
    switch options.time {
    case .abs: WallClock.text(sinceEpoch: startSinceEpoch + time)
    case .rel: opened.map { "at \(Formatting.duration(time - $0))" }
    // What came in one read has one time, and what is between its frames is not known.
    case .delta: sinceLast && last != time ? last.map { "+" + Formatting.duration(time - $0) } : nil
    case .off: nil
    }
  }

  private func show(_ end: EndSummary, of record: TraceRecord) {
    let how: String
    switch end.ending {
    case .closed(_, let closer): how = "closed by \(closer == role ? "us" : "the \(closer.rawValue)")"
    case .lost(duringHandshake: false, let remainder):
      if case .header? = remainder, let remainder, options.frames.show != .off {
        write(lines: RemainderView.lines(remainder, style: options.style))
      }
      how = "ended without a Close frame" + (role.map { " by the \($0.peer.rawValue)" } ?? "")
    case .violated(let violation): how = "failed by us: \(violation.rule.id)"
    case .abandoned: how = "aborted by us"
    case .closeIgnored: how = "aborted by us because the peer went on sending after our Close,"
    case .timedOut(.close): how = "aborted, with no answer to our Close,"
    case .declined(_, let status, let words):
      return tell(
        "a client\(Self.place(end.address)) did not get in: \(status), \(Failure.clipped(Escaper.line(words)))"
      )
    case .served: return tell("a client\(Self.place(end.address)) was given the page")
    default: return
    }
    let subject = label(of: record.connection).map { "\($0): " } ?? ""
    guard let opened else {
      // A listener has its own words for a client that never opened.
      if role == .client {
        tell("\(how) while connecting, after \(Formatting.duration(record.time - end.start))")
      }
      return
    }
    let counts = counts(end.statistics)
    tell("\(subject)\(how) after \(Formatting.duration(record.time - opened)): \(counts)")
    // What a frame above has shown is not repeated.
    if case .closed(let body, _) = end.ending, body.code == nil || !shownCloses.contains(body) {
      tell("  " + Self.explanation(of: body))
    }
    if end.isInsideMessage { tell("  inside a fragmented message, whose end never came") }
  }

  func counts(_ statistics: ConnectionStatistics) -> String {
    guard let role else {
      let (client, server) = (statistics.client, statistics.server)
      if client.frames + server.frames == 0, client.messages + server.messages > 0 {
        return "\(Formatting.count(client.messages, "message")) from the client, "
          + "\(Formatting.count(server.messages, "message")) from the server"
      }
      return
        "\(Formatting.count(client.frames, "frame")) and \(Formatting.bytes(client.wire)) from the client, "
        + "\(Formatting.count(server.frames, "frame")) and \(Formatting.bytes(server.wire)) from the server"
    }
    let (out, back) = (statistics[role], statistics[role.peer])
    return "\(Formatting.count(out.frames, "frame")) out, \(Formatting.count(back.frames, "frame")) in, "
      + "\(Formatting.bytes(out.wire)) out, \(Formatting.bytes(back.wire)) in"
  }

  /// The code, the reason, and what the code means.
  private static func explanation(of body: ClosePayload) -> String {
    guard let code = body.code else { return "no code: the Close frame was empty" }
    let reason = body.reasonBytes.isEmpty ? "" : ", \"\(Escaper.exact(bytes: body.reasonBytes))\""
    return "\(code)\(reason): \(code.meaning)"
  }
}

import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// Shows what passes on one connection: the handshake, each frame both ways, and how it ended.
final class LiveView {
  /// May change while the connection lives.
  var options: ViewChoice
  /// Hears of every record, shown or not.
  var onRecord: ((TraceRecord) -> Void)?
  /// Called before lines are written, for what else stands in the same output.
  var beforeLines: () -> Void = {}
  private let output: any ByteOutput
  private let role: Role
  private var tracer: Tracer
  private(set) var roundTrips = RoundTrips()
  private var last: UInt64?
  private let start = ContinuousClock.now
  /// When the connection opened, which is where its time is counted from.
  private var opened: UInt64?
  private var framesOut = 0
  private var framesIn = 0
  private var bytesOut: UInt64 = 0
  private var bytesIn: UInt64 = 0
  private(set) var upgradeTime: Duration?
  /// 0 while it is not open, at a listener.
  private var connection: Int
  /// ` from 127.0.0.1:40000`, or nothing.
  private var place = ""
  /// Whether the peer ended inside a fragmented message.
  private var isMessageCut = false
  /// Kept between frames, so that showing one needs no memory of its own.
  private var lines: [UInt8] = []

  /// The most payload bytes of a frame that a view holds; the rest is counted, not shown.
  static let keep = 1 << 20

  init(output: any ByteOutput, options: ViewChoice, role: Role, connection: Int) {
    self.output = output
    self.options = options
    self.role = role
    self.connection = connection
    tracer = Tracer(connection: connection, role: role, keep: Self.keep)
  }

  func received(_ event: Event, _ bytes: RawSpan, _ session: Session) {
    switch event {
    case .opened(let report):
      connection = session.number
      tracer.connection = connection
      opened = now
      show(tracer.connected(summary(session, report), at: now))
    case .ended(let ending):
      place = Self.place(session.peerAddress)
      isMessageCut = session.isInsideMessage
      return tracer.ended(ending, at: now).forEach(show)
    // What these say has shown in the frames.
    case .messageStart, .messageBytes, .messageEnd: return
    default: break
    }
    if let record = tracer.received(event, bytes: bytes, at: now) { show(record) }
  }

  /// What came with one read has come at one time.
  func received(_ run: MessageRun, _ bytes: RawSpan) {
    let time = now
    run.forEachFrame(in: bytes) { header, offset, payload in
      let frame = tracer.received(header, at: offset, payload: payload)
      onRecord?(TraceRecord(connection: connection, nanoseconds: time, event: .frame(frame)))
      show(frame, at: time)
    }
  }

  func sent(_ event: Event, _ bytes: RawSpan) {
    if let record = tracer.sent(event, bytes: bytes, at: now) { show(record) }
  }

  func flush() { output.flush() }

  private var now: UInt64 {
    let time = (ContinuousClock.now - start).components
    return UInt64(clamping: time.seconds) &* 1_000_000_000
      &+ UInt64(clamping: time.attoseconds / 1_000_000_000)
  }

  private func summary(_ session: Session, _ report: HandshakeReport) -> ConnectionSummary {
    ConnectionSummary(
      url: options.url, address: session.peerAddress, phases: session.phases, subprotocol: report.subprotocol,
      deflate: report.deflate)
  }

  private func show(_ record: TraceRecord) {
    onRecord?(record)
    switch record.event {
    case .connected(let summary): show(summary)
    case .handshake(let report): show(report)
    case .frame(let frame): show(frame, at: record.nanoseconds)
    case .violation(let violation):
      // What is wrong with a handshake is among its checks, or in the sentence that ends the run.
      let isTold = violation.rule.isHandshake && (options.handshake || violation.rule.severity == .error)
      if !isTold, options.show != .off, options.show != .spec {
        write(lines: ViolationView.lines(violation, style: options.style))
      }
    case .ended(let ending): show(ending, at: record.nanoseconds)
    }
  }

  private func write(_ text: String) {
    beforeLines()
    output.append(text)
  }

  private func write(_ frame: FrameRecord, _ note: String?, _ renderer: FrameRenderer) {
    beforeLines()
    // Taken out, for an output that has room again may have more frames sent and shown before it returns.
    var block: [UInt8] = []
    swap(&block, &lines)
    renderer.render(frame, note: note, into: &block)
    output.append(block)
    block.removeAll(keepingCapacity: true)
    swap(&block, &lines)
  }

  /// A unix socket's other end has no address.
  private static func place(_ address: String) -> String { address.isEmpty ? "" : " from \(address)" }

  private func write(lines: [String]) {
    write(LineFolder.fold(lines, width: options.width).map { $0 + "\n" }.joined())
  }

  private func tell(_ text: String) {
    if options.tellsStory { write(lines: [text]) }
  }

  private func show(_ summary: ConnectionSummary) {
    upgradeTime = summary.phases.last { $0.name == .upgrade }?.duration
    if role == .server {
      return tell("client \(connection) connected\(Self.place(summary.address))")
    }
    let total = summary.phases.reduce(Duration.zero) { $0 + $1.duration }
    let phases = summary.phases.map { "\($0.name.rawValue) \(Units.duration($0.duration))" }.joined(
      separator: ", ")
    let subprotocol =
      summary.subprotocol.map { name in
        "; subprotocol \(Escaper.line(options.showsSecrets ? name : SecretFilter.subprotocols(name, after: nil)))"
      } ?? ""
    tell(
      "connected to \(Escaper.line(options.showsSecrets ? summary.url : shown(summary.url))) (\(summary.address)) in \(Units.duration(total)): "
        + "\(phases)\(subprotocol)\(Self.words(summary.deflate))")
  }

  /// A URL that was read without user and password: its scheme and host are what they are.
  private func shown(_ url: String) -> String {
    let host = url.prefix { $0 != "/" }.count + 2
    let end = url.dropFirst(host).firstIndex(of: "/") ?? url.endIndex
    return url[..<end] + SecretFilter.resource(String(url[end...]))
  }

  /// Only what is not as it mostly is needs words.
  private static func words(_ deflate: DeflateParameters?) -> String {
    guard let deflate else { return "" }
    return "; permessage-deflate" + (deflate == DeflateParameters() ? "" : " (\(deflate))")
  }

  private func show(_ report: HandshakeReport) {
    guard options.handshake else { return }
    write(
      HandshakeView.render(
        report, judgedBy: role, elapsed: upgradeTime, style: options.style,
        showsSecrets: options.showsSecrets,
        width: options.width))
  }

  private func show(_ frame: FrameRecord, at time: UInt64) {
    let isIncoming = frame.sender != role
    let note = note(for: frame, isIncoming, at: time)
    last = time
    if isIncoming {
      framesIn += 1
      bytesIn &+= frame.wireCount
    } else {
      framesOut += 1
      bytesOut &+= frame.wireCount
    }
    if options.show != .off {
      let renderer = renderer(options.show, hex: options.hex)
      if let most = options.shownAtMost(of: frame) {
        write(frame.prefix(most), note, renderer)
      } else {
        write(frame, note, renderer)
      }
    } else if options.pingPong, frame.header.opcode == .ping || frame.header.opcode == .pong {
      write(frame, note, renderer(.line, hex: false))
    }
  }

  private func renderer(_ view: FrameView, hex: Bool) -> FrameRenderer {
    FrameRenderer(
      view: view, hex: hex, style: options.style, unescaped: options.unescaped,
      width: options.width)
  }

  /// What stands behind a frame's header: when it came, and for a Pong how long it took.
  private func note(for frame: FrameRecord, _ isIncoming: Bool, at time: UInt64) -> String? {
    var roundTrip: Duration?
    if isIncoming, frame.header.opcode == .pong {
      roundTrip = roundTrips.answered(frame.payload, at: time)
    } else if !isIncoming, frame.header.opcode == .ping {
      roundTrips.sent(frame.payload, at: time)
    }
    var note = role == .server ? "client \(connection)" : nil
    func add(_ words: String?) {
      guard let words else { return }
      note = note.map { "\($0)  \(words)" } ?? words
    }
    add(when(at: time, sinceLast: isIncoming && roundTrip == nil))
    add(roundTrip.map { "round trip \(Units.duration($0))" })
    return note
  }

  private func when(at time: UInt64, sinceLast: Bool) -> String? {
    switch options.time {
    case .abs: WallClock.now()
    case .rel: "at \(sinceOpening(time))"
    case .delta: sinceLast ? last.map { "+" + Units.duration(nanoseconds: time - min($0, time)) } : nil
    case .off: nil
    }
  }

  /// The time since the connection opened, or since it was asked for while it has not.
  private func sinceOpening(_ time: UInt64) -> String {
    Units.duration(nanoseconds: time - min(opened ?? 0, time))
  }

  private func show(_ ending: Ending, at time: UInt64) {
    let how: String
    switch ending {
    case .closed(_, let closer): how = "closed by \(closer == role ? "us" : "the \(closer.rawValue)")"
    case .lost(duringHandshake: false, let remainder):
      if case .header? = remainder, let remainder, options.show != .off {
        write(lines: RemainderView.lines(remainder, style: options.style))
      }
      how = "ended without a Close frame by the \(role.peer.rawValue)"
    case .violated(let violation): how = "failed by us over \(violation.rule.id)"
    case .abandoned: how = "given up by us"
    case .timedOut(.close): how = "given up, with no answer to our Close,"
    case .notWebSocket(_, let report?, _): return show(report)
    case .turnedAway(let report, let status, let words):
      show(report)
      return tell("a client\(place) was turned away: \(status), \(Escaper.line(words))")
    case .served(let report):
      show(report)
      return tell("a client\(place) was given the page")
    default: return
    }
    let subject = role == .server ? "client \(connection): " : ""
    guard opened != nil else {
      // A listener has its own words for a client that never opened.
      if role == .client { tell("\(how) while connecting, after \(sinceOpening(time))") }
      return
    }
    let counts =
      "\(Units.count(framesOut, "frame")) out, \(Units.count(framesIn, "frame")) in, "
      + "\(Units.bytes(bytesOut)) out, \(Units.bytes(bytesIn)) in"
    tell("\(subject)\(how) after \(sinceOpening(time)): \(counts)")
    if case .closed(let body, _) = ending { tell("  " + Self.explanation(of: body)) }
    if isMessageCut { tell("  inside a fragmented message, whose end never came") }
  }

  /// The code, the reason, and what the code means.
  private static func explanation(of body: CloseBody) -> String {
    guard let code = body.code else { return "no code: the Close frame was empty" }
    let reason = body.reasonBytes.isEmpty ? "" : ", \"\(Escaper.line(bytes: body.reasonBytes))\""
    return "\(code)\(reason): \(code.meaning)"
  }
}

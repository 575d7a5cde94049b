import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// Shows what passes on one connection: the handshake, each frame both ways, and how it ended.
final class FrameViews {
  private let output: OutputWriter
  private let options: ViewChoice
  private let renderer: FrameRenderer
  private var incoming: FrameRecorder
  private var outgoing: FrameRecorder
  private let role: Role
  private var last: ContinuousClock.Instant?
  private let start = ContinuousClock.now
  private var counts = (framesIn: 0, framesOut: 0, bytesIn: UInt64(0), bytesOut: UInt64(0))

  /// The most payload bytes of a frame that a view holds; the rest is counted, not shown.
  static let keep = 1 << 20

  init(output: OutputWriter, options: ViewChoice, role: Role) {
    self.output = output
    self.options = options
    self.role = role
    renderer = FrameRenderer(
      view: options.show, hex: options.hex, style: options.style, unescaped: options.unescaped)
    incoming = FrameRecorder(from: role.peer, keep: Self.keep)
    outgoing = FrameRecorder(from: role, keep: Self.keep)
  }

  func received(_ event: Event, _ bytes: RawSpan, _ session: Session) {
    switch event {
    case .opened(let report):
      announce(session, report)
      if options.handshake { show(report, session) }
    case .ended(let ending): ended(ending, session)
    default: break
    }
    guard let frame = incoming.record(event, bytes: bytes) else { return }
    counts.framesIn += 1
    counts.bytesIn += frame.wireCount
    show(frame, elapsed: elapsed())
  }

  func sent(_ header: FrameHeader, _ payload: RawSpan, _ offset: UInt64) {
    let frame = outgoing.record(sent: header, payload: payload, offset: offset)
    counts.framesOut += 1
    counts.bytesOut += frame.wireCount
    last = ContinuousClock.now
    show(frame, elapsed: nil)
  }

  func flush() { output.flush() }

  private func elapsed() -> Duration? {
    let now = ContinuousClock.now
    defer { last = now }
    return last.map { now - $0 }
  }

  private func show(_ frame: FrameRecord, elapsed: Duration?) {
    if options.show != .off || options.hex {
      output.append(renderer.render(frame, elapsed: elapsed))
    } else if options.pingPong, frame.header.opcode == .ping || frame.header.opcode == .pong {
      output.append(
        FrameRenderer(view: .line, hex: false, style: options.style, unescaped: options.unescaped)
          .render(frame, elapsed: elapsed))
    }
  }

  private func announce(_ session: Session, _ report: HandshakeReport) {
    guard options.tellsStory else { return }
    if role == .server {
      return output.append("client \(session.number) connected from \(session.peerAddress)\n")
    }
    let total = session.phases.reduce(Duration.zero) { $0 + $1.duration }
    let phases = session.phases.map { "\($0.name.rawValue) \(Units.duration($0.duration))" }.joined(
      separator: ", ")
    let subprotocol = report.subprotocol.map { "; subprotocol \(Escaper.line($0))" } ?? ""
    output.append(
      "connected to \(Escaper.line(options.url)) (\(session.peerAddress)) in \(Units.duration(total)): \(phases)\(subprotocol)\n"
    )
  }

  private func show(_ report: HandshakeReport, _ session: Session) {
    let upgrade = session.phases.last { $0.name == .upgrade }?.duration
    output.append(HandshakeView.render(report, judgedBy: role, elapsed: upgrade, style: options.style))
  }

  private func ended(_ ending: Ending, _ session: Session) {
    if let frame = incoming.unfinished() { show(frame, elapsed: elapsed()) }
    if case .notWebSocket(_, let report?, _) = ending, options.handshake { show(report, session) }
    if case .lost(_, let remainder?) = ending, case .header = remainder, options.show != .off {
      output.append(RemainderView.render(remainder, style: options.style))
    }
    guard options.tellsStory else { return }
    let how: String
    switch ending {
    case .closed(_, let closer): how = "closed by \(closer == role ? "us" : "the \(closer.rawValue)")"
    case .lost(duringHandshake: false, _): how = "ended without a Close frame by the \(role.peer.rawValue)"
    default: return
    }
    output.append(
      "\(how) after \(Units.duration(ContinuousClock.now - start)): "
        + "\(Units.count(counts.framesOut, "frame")) out, \(Units.count(counts.framesIn, "frame")) in, "
        + "\(Units.bytes(counts.bytesOut)) out, \(Units.bytes(counts.bytesIn)) in\n")
  }
}

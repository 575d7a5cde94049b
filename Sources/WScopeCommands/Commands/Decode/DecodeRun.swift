import WebSocketCapture
import WebSocketInspect
import WebSocketWire

/// Bytes through the decoder and onto standard output: those of one side, or of both, which their MASK bits tell apart.
final class DecodeRun {
  private let console: Console
  private let renderer: FrameRenderer
  private let plan: DecodePlan
  /// What is wrong with the heads in front of the frames.
  private var handshakeViolations: [Violation] = []
  private var directions: [DecodeDirection] = []
  /// nil where all bytes are one side's.
  private var splitter: DirectionSplitter?
  private var offset: UInt64 = 0
  /// What is to be shown next.
  var pending: [UInt8] = []
  /// Counts the frames, to be shown at the end.
  let statistics: RunStatistics?
  /// Where the frames go if they are for programs.
  let events: DecodeEvents?

  init(_ plan: DecodePlan, _ console: Console, events: DecodeEvents? = nil) {
    self.plan = plan
    statistics = plan.views.stats ? RunStatistics(role: .client) : nil
    self.events = events
    self.console = console
    renderer = plan.views.renderer(plan.views.frames.show, hex: plan.views.frames.hex)
    splitter = plan.role == nil ? DirectionSplitter() : nil
    begin(plan.deflate)
  }

  private func begin(_ deflate: NegotiatedDeflate?) {
    directions = (plan.role.map { [$0] } ?? WebSocketRole.allCases).map {
      DecodeDirection(
        $0, limits: plan.limits, deflate: deflate?[$0], renderer: renderer, filter: plan.views.frames.filter,
        run: self)
    }
  }

  /// Takes the heads of HTTP in front of the frames, before any of these.
  func takeHeads(_ heads: [UInt8]) {
    let handshake = KeptHandshake(heads, limit: plan.limits.head)
    var words = "passed over \(Formatting.bytes(UInt64(heads.count))) of HTTP"
    if plan.usesHeads, let agreed = handshake.deflate {
      begin(agreed)
      words = "read \(Formatting.bytes(UInt64(heads.count))) of HTTP, which agree on permessage-deflate"
    }
    if let report = handshake.report { take(report) }
    if plan.isQuiet { return }
    let lines = LineFolder.fold(
      ["wscope: \(words); offsets count from the first frame"], width: console.errorColumns)
    console.complain(lines.map { $0 + "\n" }.joined())
  }

  private func take(_ report: HandshakeReport) {
    let found = report.observedViolations
    handshakeViolations = found.map(\.violation)
    events?.handle(.opened(report), from: .server, bytes: RawSpan())
    for (violation, sender) in found { events?.handle(.violation(violation), from: sender, bytes: RawSpan()) }
    guard events == nil, renderer.view != .spec else { return }
    if plan.views.handshake {
      let text = HandshakeView.render(
        report, checkedBy: .client, elapsed: nil, style: style, showsSecrets: plan.views.showsSecrets,
        width: renderer.width)
      pending += Array(text.utf8)
    } else if renderer.view != .off, plan.views.frames.filter.showsOtherViolations {
      let lines = handshakeViolations.flatMap { ViolationView.lines($0, style: style) }.map(Failure.clipped)
      pending += Array(LineFolder.fold(lines, width: renderer.width).map { $0 + "\n" }.joined().utf8)
    }
  }

  func take(_ bytes: [UInt8]) throws(Failure) {
    if splitter != nil {
      splitter?.split(bytes.span.bytes) { sender, bytes, offset in
        for one in directions where one.sender == sender { one.take(bytes, at: offset) }
      }
    } else {
      directions.first?.take(bytes.span.bytes, at: offset)
    }
    offset += UInt64(bytes.count)
    try flush()
  }

  /// Shows a sentence about the frame that is shown last.
  func note(_ words: String) {
    guard renderer.view != .spec, renderer.view != .off else { return }
    let lines = LineFolder.fold([style.paint("  \(words)", .dim)], width: renderer.width)
    pending += Array(lines.map { $0 + "\n" }.joined().utf8)
  }

  /// Shows what is unfinished, and throws the failure that the whole input amounts to.
  func end() throws(Failure) {
    if offset == 0 { throw Failure(.badData, "there are no bytes to decode") }
    for one in directions { one.end() }
    events?.end()
    if events == nil, renderer.view != .spec, !plan.isQuiet {
      let lines =
        directions.flatMap(remainderLines) + undecidedLines + [summary] + doubtLines
        + [renderer.view.narrowWords(columns: renderer.width)].compactMap { $0 }
      pending += Array(LineFolder.fold(lines, width: renderer.width).map { $0 + "\n" }.joined().utf8)
    }
    try flush()
    statistics?.write(to: console)
    if events != nil || renderer.view == .spec {
      let lines = LineFolder.fold(doubtLines.map { "wscope: \($0)" }, width: console.errorColumns)
      console.complain(lines.map { $0 + "\n" }.joined())
    }
    if let failure = violationFailure ?? remainderFailure { throw failure }
    if directions.contains(where: \.isCutByClose) {
      throw Failure(.protocolBroken, "a Close frame comes inside a fragmented message, whose end never came")
    }
  }

  /// Says as an event what goes wrong, and throws it.
  func failed(_ failure: Failure) throws(Failure) {
    events?.failed(failure)
    // What cannot be written is not the cause.
    try? flush()
    throw failure
  }

  private var style: TextStyle { plan.views.style }

  /// The sides that have sent something.
  private var spoken: [DecodeDirection] { directions.filter { $0.receiver.offset > 0 } }

  private var isTwoWay: Bool { spoken.count > 1 }

  /// The side, where there are two to tell apart.
  private func named(_ one: DecodeDirection) -> WebSocketRole? { isTwoWay ? one.sender : nil }

  private func remainderLines(of one: DecodeDirection) -> [String] {
    one.cutHeader.map { RemainderView.lines($0, from: named(one), style: style) } ?? []
  }

  private var undecidedLines: [String] {
    guard let undecided = splitter?.undecided else { return [] }
    return RemainderView.lines(undecided, style: style)
      + ["  which side sent it is not known: the MASK bit has not come"]
  }

  /// A message that is inflated with what came before it can come out wrong, and no rule breaks.
  private var doubtLines: [String] {
    guard splitter != nil, spoken.count == 1, let one = spoken.first, one.hasUsedContext, one.violations == 0
    else { return [] }
    return [oneSideHint(one.sender)]
  }

  private var violationFailure: Failure? {
    let found = directions.compactMap(\.firstViolation)
    let count = Formatting.count(
      directions.reduce(handshakeViolations.count) { $0 + $1.violations }, "violation")
    if let first = handshakeViolations.first {
      return Failure(
        .protocolBroken, "\(count), the first in the handshake: \(first.rule.id) (\(first.rule.clause))")
    }
    guard let (violation, place) = found.min(by: { $0.inputOffset < $1.inputOffset }) else { return nil }
    let input = isTwoWay ? " of the input" : ""
    // A frame whose MASK bit is wrong goes to the other side, where it fits into no message.
    let isGuess = splitter != nil && found.contains { Self.rulesOfOrder.contains($0.0.rule) }
    return Failure(
      .protocolBroken,
      "\(count), the first at byte \(place)\(input): \(violation.rule.id) (\(violation.rule.clause))",
      hint: isGuess ? guessHint : isCut(found.map(\.0)) ? Self.cutHint : nil)
  }

  /// Whether a frame of one side may have been cut by one of the other, so that what follows was read as a header: two RSV bits or more
  /// are seldom set on purpose.
  private func isCut(_ found: [Violation]) -> Bool {
    splitter != nil && isTwoWay
      && found.contains { violation in
        switch violation.rule {
        case .textNotUTF8: true
        case .reservedBits: ![0x40, 0x20, 0x10, 0].contains((violation.evidence.first ?? 0) & 0x70)
        default: false
        }
      }
  }

  private static let cutHint =
    "a frame is read to its end; if one of one side was cut by the other's, decode each side alone (--role)"

  private var guessHint: String {
    if isTwoWay {
      return
        "the MASK bits say which side sent a frame; if one side sent all, --role client or server says so"
    }
    return oneSideHint(spoken.first?.sender ?? .server)
  }

  /// An exporter may unmask what a client has sent, or mask what a server has.
  private func oneSideHint(_ sender: WebSocketRole) -> String {
    sender == .client
      ? "all frames are masked, so they are read as the client's; \(bothSides)"
      : "no frame is masked, so all are read as the server's; \(bothSides)"
  }

  private var bothSides: String { "if both sides sent them, decode those of one side at a time (--role)" }

  /// What breaks where a frame is given to the wrong side.
  private static let rulesOfOrder: Set<Rule> = [
    .continuationWithoutStart, .messageInterrupted, .dataAfterClose, .deflateCorrupt,
  ]

  private var remainderFailure: Failure? {
    var words = splitter?.undecided.map { RemainderView.words($0) }
    for one in directions {
      words = words ?? one.receiver.remainder.map { RemainderView.words($0, from: named(one)) }
    }
    return words.map { Failure(.badData, "the input ends \($0)") }
  }

  private var summary: String {
    let frames = spoken.reduce(0) { $0 + Int(clamping: $1.receiver.frames) }
    let violations = spoken.reduce(handshakeViolations.count) { $0 + $1.violations }
    var parts = ["\(Formatting.count(frames, "frame")), \(Formatting.bytes(offset))"]
    if isTwoWay {
      parts += spoken.map { one in
        let count = Formatting.count(Int(clamping: one.receiver.frames), "frame")
        return "\(count) from the \(one.sender), \(Formatting.bytes(one.receiver.offset))"
      }
    }
    for one in spoken where one.receiver.isInsideMessage {
      parts.append("inside a fragmented message" + (named(one).map { " of the \($0)" } ?? ""))
    }
    if violations > 0 { parts.append(Formatting.count(violations, "violation")) }
    return parts.joined(separator: isTwoWay ? "; " : ", ")
  }

  private func flush() throws(Failure) {
    events?.move(into: &pending)
    defer { pending.removeAll(keepingCapacity: true) }
    if !pending.isEmpty { try console.print(pending) }
  }
}

import WebSocketInspect
import WebSocketWire

/// One stream of bytes through the decoder and onto standard output.
final class DecodeRun: EventSink {
  private let console: Console
  private let renderer: FrameRenderer
  private let style: Style
  private let isSpec: Bool
  private var receiver: Receiver
  private var recorder: FrameRecorder
  private var pending: [UInt8] = []
  private var violations: [Violation] = []
  private var violationCount = 0

  init(
    role: Role?, limits: Limits, deflate: DeflateParameters.Side?, renderer: FrameRenderer, style: Style,
    isSpec: Bool, console: Console
  ) {
    self.console = console
    self.renderer = renderer
    self.style = style
    self.isSpec = isSpec
    receiver = Receiver(from: role, limits: limits, policy: .report, deflate: deflate)
    recorder = FrameRecorder(from: role, keep: isSpec ? .max : LiveView.keep)
  }

  func take(_ bytes: [UInt8]) throws(Failure) {
    receiver.receive(bytes.span.bytes, into: self)
    try flush()
  }

  /// Shows what is unfinished, and throws the failure that the whole input amounts to.
  func end() throws(Failure) {
    let remainder = receiver.remainder
    if receiver.offset == 0 { throw Failure(.badData, "there are no bytes to decode") }
    if let frame = recorder.unfinished() {
      renderer.render(frame, into: &pending)
    } else if case .header? = remainder, let remainder, !isSpec {
      pending += Array(RemainderView.render(remainder, style: style).utf8)
    }
    if !isSpec { pending += Array((summary + "\n").utf8) }
    try flush()
    if let first = violations.first {
      throw Failure(
        .protocolBroken,
        "\(Units.count(violationCount, "violation")), the first at byte \(first.offset): \(first.rule.id) (\(first.rule.clause))"
      )
    }
    if let remainder {
      throw Failure(.badData, "the input ends \(RemainderView.words(remainder))")
    }
    if receiver.isClosed, receiver.isInsideMessage {
      throw Failure(.badData, "a Close frame comes inside a fragmented message, whose end never came")
    }
  }

  var wantsFrames: Bool { renderer.view != .off }

  func received(_ run: MessageRun, bytes: RawSpan) {
    run.forEachFrame(in: bytes) { header, offset, payload in
      renderer.render(recorder.record(header, at: offset, payload: payload), into: &pending)
    }
  }

  func received(_ event: Event, bytes: RawSpan) {
    switch event {
    case .violation(let violation):
      violationCount += 1
      if violations.isEmpty { violations.append(violation) }
    // What these say has shown in the frames.
    case .messageStart, .messageBytes, .messageEnd: return
    default: break
    }
    guard renderer.view != .off, let frame = recorder.record(event, bytes: bytes) else { return }
    renderer.render(frame, into: &pending)
  }

  private var summary: String {
    let broken = violationCount == 0 ? "" : ", \(Units.count(violationCount, "violation"))"
    let open = receiver.isInsideMessage ? ", inside a fragmented message" : ""
    return
      "\(Units.count(Int(clamping: receiver.frames), "frame")), \(Units.bytes(receiver.offset))\(open)\(broken)"
  }

  private func flush() throws(Failure) {
    defer { pending.removeAll(keepingCapacity: true) }
    if !pending.isEmpty { try console.print(pending) }
  }
}

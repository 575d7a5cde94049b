import WebSocketInspect
import WebSocketWire

/// What one side has sent, read by a receiver of its own: its offsets, fragments, compression and Close are apart from the other
/// side's.
final class DecodeDirection: EventSink {
  let sender: WebSocketRole
  private(set) var receiver: Receiver
  private(set) var firstViolation: (Violation, inputOffset: UInt64)?
  private(set) var violations = 0
  /// Whether a message was inflated that may refer to one before it.
  private(set) var hasUsedContext = false
  /// Whether messages may be compressed.
  private let inflates: Bool
  private var recorder: FrameRecorder
  private let renderer: FrameRenderer
  /// nil where every frame is shown.
  private let filter: FrameFilter?
  private let statistics: RunStatistics?
  private unowned let run: DecodeRun
  /// How far an offset in the input is beyond the same one in this direction.
  private var shift: UInt64 = 0

  init(
    _ sender: WebSocketRole, limits: Limits, deflate: NegotiatedDeflate.Side?, renderer: FrameRenderer,
    filter: FrameFilter, run: DecodeRun
  ) {
    self.sender = sender
    self.renderer = renderer
    self.filter = filter.isEmpty ? nil : filter
    statistics = run.statistics
    self.run = run
    inflates = deflate != nil
    receiver = Receiver(from: sender, limits: limits, policy: .report, deflate: deflate)
    recorder = FrameRecorder(from: sender, keep: renderer.view == .spec ? .max : SessionTrace.payloadLimit)
  }

  /// Takes the next bytes of this side, the first of which has this offset in the input.
  func take(_ bytes: RawSpan, at offset: UInt64) {
    shift = offset - receiver.offset
    receiver.receive(bytes, into: self)
  }

  /// Shows a frame that the end of the input cut.
  func end() {
    if run.events == nil, let frame = recorder.unfinished() { show(frame) }
  }

  /// A header that the end of the input cut.
  var cutHeader: FrameDecoder.Remainder? {
    if case .header? = receiver.remainder { receiver.remainder } else { nil }
  }

  /// A Close came before the end of a fragmented message.
  var isCutByClose: Bool { receiver.isClosed && receiver.isInsideMessage }

  /// What a message is inflated with is an event of its frames.
  var interests: EventInterests {
    renderer.view == .off && !inflates && run.events == nil && statistics == nil
      ? .batches : [.frames, .batches]
  }

  func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
    run.events?.handle(event, from: sender, bytes: bytes)
    switch event {
    case .violation(let violation):
      violations += 1
      if firstViolation == nil { firstViolation = (violation, violation.offset + shift) }
    case .messages(let batch):
      if run.events != nil { return }
      return batch.forEachFrame(in: bytes) { header, offset, payload in
        show(recorder.record(header, at: offset, payload: payload))
      }
    case .inflated(let context): hasUsedContext = hasUsedContext || context.isCarried
    // What these say has shown in the frames.
    case .messageStart, .messageBytes, .messageEnd: return
    default: break
    }
    guard renderer.view != .off || statistics != nil, run.events == nil,
      let frame = recorder.record(event, bytes: bytes)
    else {
      return
    }
    show(frame)
  }

  private func show(_ frame: FrameRecord) {
    statistics?.add(frame)
    guard let filter else { return renderer.render(frame, into: &run.pending) }
    switch filter.judge(frame) {
    case .hidden: break
    case .shown: renderer.render(frame, into: &run.pending)
    case .undecided(let words):
      renderer.render(frame, into: &run.pending)
      run.note(words)
    }
  }
}

import WebSocketCapture
import WebSocketWire

/// Counts the frames of one connection of a capture, where nothing else is asked of them.
final class ReadCounter: ConversationSink {
  private let statistics: RunStatistics
  private let violations: ViolationList
  private let gaps: () -> Void
  private var counter = FrameCounter()

  /// `gaps` is called for each gap.
  init(_ statistics: RunStatistics, _ violations: ViolationList, gaps: @escaping () -> Void) {
    self.statistics = statistics
    self.violations = violations
    self.gaps = gaps
  }

  var interests: EventInterests { [.frames, .batches] }

  func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
    switch event {
    case .opened: statistics.connected(at: time)
    case .violation: violations.countOne()
    default: break
    }
    if let time = counter.count(event, from: sender, at: time, bytes: bytes) {
      statistics.add(roundTrip: time)
    }
  }

  func note(_ note: CaptureNote, from sender: WebSocketRole, at time: Duration) {
    switch note {
    case .guessed: statistics.connected(at: time)
    case .gap: gaps()
    case .resumed, .unresumed: break
    }
  }

  func ended(_ end: ConversationEnding, at time: Duration) {
    counter.end(at: time)
    statistics.add(counter.statistics, until: time)
  }
}

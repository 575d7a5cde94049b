/// Says when the next message may be sent. It has no clock: the time comes with what happens, and never goes back.
struct PaceGate {
  private let pace: SendPace
  private let limit: Duration
  /// When the next message may be sent, or a reply is overdue; nil while nothing is waited for.
  private(set) var wakeAt: Duration?

  /// `limit` is how long one reply may take.
  init(_ pace: SendPace, limit: Duration) {
    self.pace = pace
    self.limit = limit
  }

  mutating func sent(at now: Duration) {
    wakeAt = if case .interval(let time) = pace { now + time } else { now + limit }
  }

  mutating func replied() { if pace == .lockstep { wakeAt = nil } }

  /// Another connection is open.
  mutating func restart() { wakeAt = nil }

  func isOpen(at now: Duration) -> Bool {
    guard let wakeAt else { return true }
    return pace != .lockstep && wakeAt <= now
  }

  /// Whether the reply that the next message waits for did not come in time.
  func isOverdue(at now: Duration) -> Bool { pace == .lockstep && wakeAt.map { $0 <= now } ?? false }
}

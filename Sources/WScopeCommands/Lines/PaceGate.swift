import WebSocketConversation

/// Says when the next message may be sent. It has no clock: the time comes with what happens, and never goes back.
struct PaceGate {
  private let pace: SendPace
  /// How long one reply may take.
  let limit: Duration
  /// When the next message may be sent, where that is a matter of time.
  private var next: Duration?
  /// When a reply is overdue, where the next message waits for it.
  private var reply = HoldableDeadline()

  init(_ pace: SendPace, limit: Duration) {
    self.pace = pace
    self.limit = limit
  }

  /// When the next message may be sent, or a reply is overdue; nil while nothing is waited for.
  var wakeAt: Duration? { next ?? reply.due }

  mutating func sent(at now: Duration) {
    if case .interval(let time) = pace { next = now + time } else { reply.begin(limit, at: now) }
  }

  mutating func replied() { reply.stop() }

  /// A reply is not overdue while the message has not left, or nothing is read.
  mutating func hold(_ isHeld: Bool, at now: Duration) { reply.hold(isHeld, at: now) }

  /// Another connection is open.
  mutating func restart() { (next, reply) = (nil, HoldableDeadline()) }

  func isOpen(at now: Duration) -> Bool { !reply.hasBegun && next.map { $0 <= now } ?? true }

  /// Whether the reply that the next message waits for did not come in time.
  func isOverdue(at now: Duration) -> Bool { reply.isOver(at: now) }
}

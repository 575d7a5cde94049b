/// What a conversation waits for: a reply, or that what it sends leaves, and beside it that our Pongs leave. All rest while reading is
/// paused.
struct ConversationWaits: Sendable {
  /// When the present wait is over; nil while nothing is waited for.
  var deadline: Duration?
  /// When replies are overdue that are awaited at the end.
  var replyEnd: Duration?
  /// When a stay after the last step is over.
  var stayEnd: Duration?
  /// When a peer that takes none of our Pongs is given up; nil while none wait, or while reading is paused.
  private var pongsDue: Duration?
  private(set) var isPaused = false
  /// While reading is paused: what is left of the present wait, or nil where a new one begins afterwards.
  private var rest: Duration?
  private var arePongsPaused = false

  /// The first time at which one of them is over.
  var next: Duration? {
    guard let pongsDue, let deadline else { return pongsDue ?? deadline }
    return min(pongsDue, deadline)
  }

  /// The present wait is for something that is over, so that a new one begins when reading goes on.
  mutating func forgetRest() { rest = nil }

  mutating func pause(at now: Duration) {
    isPaused = true
    rest = deadline.map { $0 - now }
    deadline = nil
    arePongsPaused = pongsDue != nil
    pongsDue = nil
  }

  /// Goes on; false where there is no wait to go on with.
  mutating func resume(at now: Duration) -> Bool {
    isPaused = false
    if arePongsPaused { waitForPongs(at: now) }
    arePongsPaused = false
    guard let rest = rest.take() else { return false }
    deadline = now + rest
    return true
  }

  /// A deadline of their own, which control frames of the peer do not move.
  mutating func waitForPongs(at now: Duration) {
    if isPaused { arePongsPaused = true } else if pongsDue == nil { pongsDue = now + Conversation.stallLimit }
  }

  /// Some bytes have left.
  mutating func pongsMoved(at now: Duration) {
    if pongsDue != nil { pongsDue = now + Conversation.stallLimit }
  }

  mutating func forgetPongs() { (pongsDue, arePongsPaused) = (nil, false) }

  /// Whether the peer has taken none of our Pongs for too long.
  func arePongsOverdue(at now: Duration) -> Bool { pongsDue.map { now >= $0 } ?? false }
}

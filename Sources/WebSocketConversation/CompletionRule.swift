/// When a session ends once everything is sent.
public enum CompletionRule: Hashable, Sendable {
  /// When this many messages have come; none within the time, counted from the last send, is a failure.
  case expect(Int, within: Duration)
  /// When `.lastReply` has come; that it has not within the time, counted from the last send, is a failure.
  case untilReply(within: Duration)
  /// When no message has come for `idle`. With `firstReply`, the first message after the last one that was sent may take that
  /// long in all, and it is a failure if none comes.
  case drain(idle: Duration, firstReply: Duration? = nil)
  /// This long after the last send has left, whatever comes; nil for never.
  case stay(Duration?)
  /// When the peer closes. With `firstMessage`, it is a failure if no message comes within that time.
  case untilClosed(firstMessage: Duration? = nil)

  /// Whether replies end the session.
  var isExpectation: Bool {
    switch self {
    case .expect, .untilReply: true
    case .drain, .stay, .untilClosed: false
    }
  }

  /// Whether a number of messages ends the session.
  package var countsMessages: Bool { if case .expect(1..., _) = self { true } else { false } }

  /// How long the first message after the last one that was sent may take; nil where none is demanded.
  var firstReply: Duration? {
    switch self {
    case .drain(_, let limit), .untilClosed(let limit): limit
    case .expect, .untilReply, .stay: nil
    }
  }

  /// Whether the peer's silence ends the session.
  public var isDrain: Bool {
    if case .drain = self { true } else { false }
  }
}

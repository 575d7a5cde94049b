/// When a session ends once everything is sent.
public enum EndPlan: Hashable, Sendable {
  /// When so many messages have come; none within the time, counted from the last send, is a failure.
  case expect(Int, within: Duration)
  /// When no frame has come for so long.
  case drain(idle: Duration)
  /// So long after the last send has left, whatever comes; nil for never.
  case stay(Duration?)
  /// When the peer closes.
  case untilClosed

  /// Whether a number of replies ends the session.
  var isExpectation: Bool {
    if case .expect = self { true } else { false }
  }

  /// Whether the peer's silence ends the session.
  public var isDrain: Bool {
    if case .drain = self { true } else { false }
  }
}

/// How much of messages comes while a draining waits: a peer that drips one keeps nothing going.
struct DrainProgress: Sendable {
  /// How many bytes of messages came since the draining last began to wait.
  private var bytesSinceWait = 0
  /// The message that is coming: since when, and how many bytes; nil for none.
  private var partial: (since: Duration, bytes: Int)?

  /// Takes bytes of messages; whether they keep the draining going as a whole message does.
  mutating func add(_ count: Int, at now: Duration) -> Bool {
    bytesSinceWait &+= count
    partial = (partial?.since ?? now, (partial?.bytes ?? 0) &+ count)
    return bytesSinceWait >= Conversation.drainPace && isFastEnough(at: now)
  }

  /// The draining begins to wait again.
  mutating func waitBegan() { bytesSinceWait = 0 }

  /// The message that was coming is whole, or it is not known how long it was held up.
  mutating func forgetPartial() { partial = nil }

  private func isFastEnough(at now: Duration) -> Bool {
    let (limit, pace) = Conversation.slowMessage
    guard let partial, now - partial.since > limit else { return true }
    return Duration.seconds(partial.bytes / pace) >= now - partial.since
  }
}

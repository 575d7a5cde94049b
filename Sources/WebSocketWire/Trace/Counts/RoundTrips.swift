/// Finds the Ping that a Pong answers: the oldest unanswered one with its payload (RFC 6455 5.5.3).
package struct RoundTrips: Sendable {
  private var pings: [(payload: [UInt8], sent: Duration)] = []
  package init() {}

  /// How many were measured.
  package private(set) var count = 0
  package private(set) var shortest = Duration.zero
  package private(set) var longest = Duration.zero
  private var sum = Duration.zero

  /// How many Pings wait for a Pong; a peer that answered none of these answers no older one.
  private static let capacity = 64

  /// The mean of all that were measured.
  package var mean: Duration { count == 0 ? .zero : sum / count }

  /// Notes a Ping of ours.
  package mutating func sent(_ payload: [UInt8], at time: Duration) {
    if pings.count == Self.capacity { pings.removeFirst() }
    pings.append((payload, time))
  }

  /// The time since the Ping that this Pong answers; nil when it answers none. Pings before that one get no answer any more.
  package mutating func answered(_ payload: [UInt8], at now: Duration) -> Duration? {
    guard let index = pings.firstIndex(where: { $0.payload == payload }) else { return nil }
    let time = max(.zero, now - pings[index].sent)
    pings.removeFirst(index + 1)
    shortest = count == 0 ? time : min(shortest, time)
    longest = max(longest, time)
    sum += time
    count += 1
    return time
  }
}

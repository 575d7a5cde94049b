import WebSocketWire

/// Tells which Ping a Pong answers: the oldest unanswered one with its payload (RFC 6455 5.5.3).
struct RoundTrips {
  private var pings: [(payload: [UInt8], sent: UInt64)] = []
  /// How many were measured.
  private(set) var count = 0
  private(set) var shortest = Duration.zero
  private(set) var longest = Duration.zero
  private var sum = Duration.zero

  /// A peer that answers none of the last so many answers no older one.
  private static let capacity = 64

  /// The mean of all that were measured.
  var mean: Duration { count == 0 ? .zero : sum / count }

  /// Notes a Ping of ours.
  mutating func sent(_ payload: [UInt8], at nanoseconds: UInt64) {
    if pings.count == Self.capacity { pings.removeFirst() }
    pings.append((payload, nanoseconds))
  }

  /// The time since the Ping that this Pong answers; nil when it answers none. Pings before that one get no answer any more.
  mutating func answered(_ payload: [UInt8], at nanoseconds: UInt64) -> Duration? {
    guard let index = pings.firstIndex(where: { $0.payload == payload }) else { return nil }
    let time = Duration.nanoseconds(nanoseconds - min(pings[index].sent, nanoseconds))
    pings.removeFirst(index + 1)
    shortest = count == 0 ? time : min(shortest, time)
    longest = max(longest, time)
    sum += time
    count += 1
    return time
  }
}

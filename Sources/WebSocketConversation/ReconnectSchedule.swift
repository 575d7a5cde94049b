/// When to connect again: the waits double from half a second to half a minute, each shortened by chance to between half of it and
/// all, so that clients that were cut off together do not come back together.
public struct ReconnectSchedule: Hashable, Sendable {
  /// How many connects may follow one another without a message of the peer between them; nil for no limit.
  public let limit: Int?
  /// Connects since the last message of the peer.
  public private(set) var attempts = 0

  public static let firstWait = Duration.milliseconds(500)
  public static let longestWait = Duration.seconds(30)

  public init(limit: Int?) { self.limit = limit }

  /// The peer has sent a message, so the connection was a good one.
  public mutating func reset() { attempts = 0 }

  /// How long to wait before the next connect; nil when there have been enough. `chance` is from 0 to 1.
  public mutating func next(chance: Double) -> Duration? {
    if let limit, attempts >= limit { return nil }
    attempts += 1
    // Six doublings reach the longest wait.
    let full = min(Self.longestWait, Self.firstWait * (1 << min(attempts - 1, 6)))
    return full * (0.5 + 0.5 * min(max(chance, 0), 1))
  }
}

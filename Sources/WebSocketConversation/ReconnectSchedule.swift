/// When to connect again: the waits double from half a second to half a minute, each shortened by chance to between half of it and
/// all, so that clients that were cut off together do not come back together.
public struct ReconnectSchedule: Hashable, Sendable {
  /// How many connects may follow one another without a message of the peer between them; nil for no limit.
  public let limit: Int?
  /// Connects since the last message of the peer.
  public private(set) var attempts = 0

  public static let firstWait = Duration.milliseconds(500)
  public static let longestWait = Duration.seconds(30)
  /// The longest wait that a server can ask for.
  public static let longestAsked = Duration.seconds(600)

  public init(limit: Int?) { self.limit = limit }

  /// The peer has sent a message, so the connection was a good one.
  public mutating func reset() { attempts = 0 }

  /// How long to wait before the next connect; nil when there have been enough. `chance` is from 0 to 1, and
  /// `least` what the server asks for, which counts up to `longestAsked`.
  public mutating func next(chance: Double, least: Duration? = nil) -> Duration? {
    if let limit, attempts >= limit { return nil }
    attempts += 1
    // Six doublings reach the longest wait.
    let full = min(Self.longestWait, Self.firstWait * (1 << min(attempts - 1, 6)))
    let wait = full * (0.5 + 0.5 * min(max(chance, 0), 1))
    return max(wait, min(least ?? .zero, Self.longestAsked))
  }
}

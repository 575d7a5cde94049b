/// Why a session does not read from its socket; it reads while there is no reason.
public struct PauseReasons: OptionSet, Hashable, Sendable {
  /// The bits of the reasons.
  public let rawValue: UInt8

  /// Those of these bits; a program may have reasons of its own in the upper four.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// An output has no room for what would be read.
  public static let output = PauseReasons(rawValue: 1)
  /// The peer, or another one that gets the same, does not take what is sent.
  public static let slowPeer = PauseReasons(rawValue: 2)
  /// The reader of the messages has not asked for more.
  public static let demand = PauseReasons(rawValue: 4)
}

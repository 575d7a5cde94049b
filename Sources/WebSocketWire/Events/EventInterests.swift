/// Which events a sink asks for beside the messages of the peer and what befalls the connection.
public struct EventInterests: OptionSet, Sendable {
  /// The bits of the interests.
  public let rawValue: UInt8

  /// Those of these bits; bits without a name ask for nothing.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The frames of both ends: `header`, `payload`, `inflated`, `frameEnd`. A frame that is not asked for costs its messages only.
  public static let frames = EventInterests(rawValue: 1)
  /// Messages in `messages` events, each with all that one piece of the stream brought.
  public static let batches = EventInterests(rawValue: 2)
}

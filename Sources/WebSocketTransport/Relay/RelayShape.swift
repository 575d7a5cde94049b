/// What a relay does to the time at which bytes pass, and how far; the bytes stay as they came.
package struct RelayShape: Hashable, Sendable {
  /// How many bytes at most reach an end at a time, with a millisecond between; nil for any number.
  package var piece: Int?
  /// How long each byte, and each end of a direction, is held back.
  package var delay = Duration.zero
  /// How many bytes pass in a second, each way; nil for any number.
  package var rate: Int?
  /// How many bytes pass on a connection, both ways together, before both of its streams are ended; nil for any number.
  package var limit: UInt64?

  package init() {}

  /// Whether bytes wait for a time of their own.
  var takesTime: Bool { piece != nil || delay > .zero || rate != nil }
}

/// What a connection waits for that must not last for ever; whoever owns the clock sets the times.
public enum Deadline: String, Hashable, Sendable {
  /// The peer's half of the opening handshake.
  case handshake
  /// The body of a refusal, which is shown as far as it comes.
  case refusal
  /// The peer's Close frame, or the end of the stream behind it.
  case close
}

/// What a connection waits for that must not last forever; the owner of the clock sets the times.
public enum Deadline: String, Hashable, Sendable {
  /// The peer's half of the opening handshake.
  case handshake
  /// The body of a refusal, which is shown as far as it comes.
  case refusal
  /// The peer's Close frame, or after a violation the end of its stream.
  case close
  /// The end of the stream after both Close frames, which changes nothing any more: a server should end it first
  /// (RFC 6455 7.1.1), but many wait for the client.
  case streamEnd
}

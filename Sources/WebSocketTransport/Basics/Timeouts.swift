/// How long each step may take.
public struct Timeouts: Hashable, Sendable {
  /// From the first look-up to a TCP connection.
  public var connect: Duration
  /// TLS and the opening handshake together.
  public var handshake: Duration
  /// From our Close frame, or a violation, to the end of the stream.
  public var close: Duration
  /// How long the content of an answer is awaited that refuses the upgrade: one second unless set.
  public var refusal = Duration.seconds(1)

  /// The defaults are 10 seconds for connecting, as much for the handshakes, and 2 for the closing.
  public init(
    connect: Duration = .seconds(10), handshake: Duration = .seconds(10), close: Duration = .seconds(2)
  ) {
    self.connect = connect
    self.handshake = handshake
    self.close = close
  }

  /// How long a client waits for the server to end the stream after both Close frames.
  static let streamEnd = Duration.milliseconds(250)
}

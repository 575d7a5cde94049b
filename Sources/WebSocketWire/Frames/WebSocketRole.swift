/// One of the two ends of a connection (RFC 6455 1.2).
public enum WebSocketRole: String, Hashable, Sendable, CaseIterable {
  /// The end that connects; it masks its frames (RFC 6455 5.1).
  case client
  /// The end that accepts; it masks none.
  case server

  /// The other end.
  public var peer: WebSocketRole { self == .client ? .server : .client }
}

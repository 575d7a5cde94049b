/// One of the two ends of a connection (RFC 6455 1.2).
public enum WebSocketRole: String, Hashable, Sendable, CaseIterable {
  case client, server

  /// The other end.
  public var peer: WebSocketRole { self == .client ? .server : .client }
}

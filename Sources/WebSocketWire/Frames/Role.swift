/// One of the two ends of a connection (RFC 6455 1.2).
public enum Role: String, Hashable, Sendable, CaseIterable {
  case client, server

  /// The other end.
  public var peer: Role { self == .client ? .server : .client }
}

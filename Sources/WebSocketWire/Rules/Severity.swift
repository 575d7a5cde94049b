/// What breaking a rule leads to.
public enum Severity: String, Hashable, Sendable {
  /// The connection is failed (RFC 6455 7.1.7).
  case error
  /// It is reported, and the connection goes on.
  case warning
}

/// A step on the way to an open connection.
public struct Phase: Hashable, Sendable {
  public enum Name: String, Hashable, Sendable {
    case dns = "DNS"
    case tcp = "TCP"
    case tls = "TLS"
    case upgrade
  }

  public let name: Name
  /// How long it took.
  public let duration: Duration

  public init(_ name: Name, _ duration: Duration) {
    self.name = name
    self.duration = duration
  }
}

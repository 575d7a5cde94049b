/// A step on the way to an open connection.
public struct Phase: Hashable, Sendable {
  /// What a step is called; the set of names is open.
  public struct Name: RawRepresentable, Hashable, Sendable {
    /// The name as it is shown.
    public let rawValue: String

    /// A step of a program's own.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The host's name is looked up.
    public static let dns = Name(rawValue: "DNS")
    /// A stream is opened: TCP, or a unix socket.
    public static let tcp = Name(rawValue: "TCP")
    /// TLS with a proxy.
    public static let proxyTLS = Name(rawValue: "proxy TLS")
    /// What is said to a proxy, until there is a tunnel to the server.
    public static let proxy = Name(rawValue: "proxy")
    /// The TLS handshake.
    public static let tls = Name(rawValue: "TLS")
    /// The opening handshake (RFC 6455 4).
    public static let upgrade = Name(rawValue: "upgrade")
  }

  /// What the step is called.
  public let name: Name
  /// When it began, since the run began.
  public let start: Duration
  /// When it was done, since the run began.
  public let end: Duration
  /// The address that it led to, with its port, and for a proxy its URL; nil where it led to none.
  public let address: String?
  /// What else is known of it: for TCP, which addresses were tried before.
  public let detail: String?
  /// The status of the answer that ended it, where that is an HTTP proxy's; nil for any other step.
  package let status: Int?

  package init(
    _ name: Name, from start: Duration, to end: Duration, address: String? = nil, detail: String? = nil,
    status: Int? = nil
  ) {
    self.name = name
    self.start = start
    self.end = end
    self.address = address
    self.detail = detail
    self.status = status
  }

  /// How long it took.
  public var duration: Duration { end - start }
}

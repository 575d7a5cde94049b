/// A step on the way to an open connection.
public struct Phase: Hashable, Sendable {
  /// What a step is called; the set of names is open.
  public struct Name: RawRepresentable, Hashable, Sendable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let dns = Name(rawValue: "DNS")
    public static let tcp = Name(rawValue: "TCP")
    public static let tls = Name(rawValue: "TLS")
    public static let upgrade = Name(rawValue: "upgrade")
  }

  public let name: Name
  /// When it began, since the run began.
  public let start: Duration
  /// When it was done, since the run began.
  public let end: Duration

  public init(_ name: Name, from start: Duration, to end: Duration) {
    self.name = name
    self.start = start
    self.end = end
  }

  /// How long it took.
  public var duration: Duration { end - start }
}

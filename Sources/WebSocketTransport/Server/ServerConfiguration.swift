public import WebSocketWire

/// All that a listener needs to know.
public struct ServerConfiguration: Hashable, Sendable {
  /// Loopback, and a port of the system's choice, unless said otherwise.
  public var address: Endpoint
  /// The rights on the file of a unix socket, as `chmod` takes them; a process that may write it may connect.
  public var socketMode: UInt16
  /// Whom it lets in.
  public var policy: UpgradePolicy
  /// How many clients may be connected at a time, those in their handshake not counted; nil for any number.
  public var maxClients: Int?
  /// The most that is accepted of a client.
  public var limits: Limits
  /// How long each step of a client may take.
  public var timeouts: Timeouts
  /// PEM files of the certificate chain and its private key; nil for no TLS.
  public var identity: TLSIdentity?

  public init(
    address: Endpoint = .tcp(host: "127.0.0.1", port: 0), socketMode: UInt16 = 0o600,
    policy: UpgradePolicy = UpgradePolicy(), maxClients: Int? = nil, limits: Limits = Limits(),
    timeouts: Timeouts = Timeouts(),
    identity: TLSIdentity? = nil
  ) {
    self.address = address
    self.socketMode = socketMode
    self.policy = policy
    self.maxClients = maxClients
    self.limits = limits
    self.timeouts = timeouts
    self.identity = identity
  }
}

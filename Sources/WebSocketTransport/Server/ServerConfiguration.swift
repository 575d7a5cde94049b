package import WebSocketWire

/// All that a listener needs to know.
package struct ServerConfiguration: Hashable, Sendable {
  /// Loopback, and a port of the system's choice, unless said otherwise.
  package var address: Endpoint
  /// The rights on the file of a unix socket, as `chmod` takes them; a process that may write it may connect.
  package var socketMode: UInt16
  /// Which clients it accepts.
  package var policy: UpgradePolicy
  /// How many clients may be connected at a time, those in their handshake not counted; nil for any number.
  package var maxClients: Int?
  /// The most that is accepted of a client.
  package var limits: Limits
  /// How long each step of a client may take.
  package var timeouts: Timeouts
  /// PEM files of the certificate chain and its private key; nil for no TLS.
  package var identity: TLSIdentity?
  /// A file to which the secrets of each connection are appended, as `TLSSettings.keyLogFile` says; nil for none.
  package var keyLogFile: String?

  package init(
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

public import WebSocketWire

/// All that a listener needs to know.
public struct ServerConfiguration: Hashable, Sendable {
  /// A name or address; `127.0.0.1` unless said otherwise.
  public var host: String
  /// 0 lets the system choose.
  public var port: Int
  /// Spoken by this server; the client's first of them is taken.
  public var subprotocols: [String]
  /// The most that is accepted of a client.
  public var limits: Limits
  /// How long each step of a client may take.
  public var timeouts: Timeouts
  /// PEM files of the certificate chain and its private key; nil for no TLS.
  public var identity: TLSIdentity?

  public init(
    host: String = "127.0.0.1", port: Int = 0, subprotocols: [String] = [], limits: Limits = Limits(),
    timeouts: Timeouts = Timeouts(), identity: TLSIdentity? = nil
  ) {
    self.host = host
    self.port = port
    self.subprotocols = subprotocols
    self.limits = limits
    self.timeouts = timeouts
    self.identity = identity
  }
}

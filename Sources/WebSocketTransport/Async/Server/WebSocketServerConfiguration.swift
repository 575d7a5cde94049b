public import Logging
public import NIOCore
public import WebSocketWire

/// All that a server of the asynchronous API can set; each value has a default.
public struct WebSocketServerConfiguration: Sendable {
  /// Spoken by the server; the first of a client's that is among them is chosen (RFC 6455 4.2.2).
  public var subprotocols: [String] = []
  /// Added to each answer.
  public var headers: [HTTPField] = []
  /// The compression that is agreed to (RFC 7692); nil for none.
  public var compression: DeflateOptions? = .default
  /// The origins whose pages may connect, `*` for all; empty for all, or on loopback for those of this machine.
  public var origins: [String] = []
  /// How many connections there may be at a time, those in their handshake not counted; nil for any number. One more gets a 503.
  public var maxConnections: Int?
  /// The most that is accepted of a client. A message has 64 MiB at most unless said otherwise, because each is held whole.
  public var limits = Limits(message: 64 << 20)
  /// How long the opening handshake and the closing of a connection may take.
  public var timeouts = Timeouts()
  /// The server's certificate and key; nil for no TLS.
  public var identity: TLSIdentity?
  /// The rights on the file of a unix socket, as `chmod` takes them.
  public var socketMode: UInt16 = 0o600
  /// As `WebSocketClientConfiguration.pingInterval`.
  public var pingInterval: Duration?
  /// As `WebSocketClientConfiguration.pingTimeout`.
  public var pingTimeout = Duration.seconds(20)
  /// Where the connections run; nil for the threads that all of the process shares.
  public var eventLoopGroup: (any EventLoopGroup)?
  /// Gets a line when a connection opens and when it ends, at the level `debug`; nil for none. No byte of a peer is in it.
  public var logger: Logger?
  /// Decides over each request that keeps the standard's rules and the settings above. It is called on the connection's event
  /// loop and must not block.
  public var onUpgrade: @Sendable (UpgradeRequest) -> UpgradeAnswer = { _ in .accept() }

  /// Everything at its default.
  public init() {}

  /// What the synchronous API needs of it. Throws `UsageError` for a value that cannot be in a head.
  func listening(on address: Endpoint) throws(UsageError) -> ServerConfiguration {
    ServerConfiguration(
      address: address, socketMode: socketMode,
      policy: try UpgradePolicy(
        subprotocols: subprotocols, origins: origins, headers: headers, deflate: compression),
      maxClients: maxConnections, limits: limits, timeouts: timeouts, identity: identity)
  }

  var connection: ConnectionSettings {
    ConnectionSettings(
      closeTime: timeouts.close, pingInterval: pingInterval, pingTimeout: pingTimeout, logger: logger)
  }

  /// The hook as the core takes it.
  func decision(on report: HandshakeReport, peerAddress: String) -> UpgradeDecision {
    let request = UpgradeRequest(head: report.request, peerAddress: peerAddress)
    switch onUpgrade(request) {
    case .refuse(let response): return .answer(response, reason: "the program refused it")
    case .accept(let subprotocol, let headers):
      do {
        if let subprotocol, !request.subprotocols.contains(subprotocol) {
          throw UsageError("the subprotocol was not offered")
        }
        try OpeningRequest.check(answer: headers)
        try OpeningRequest.check(subprotocols: [], headers: self.headers + headers)
      } catch {
        return .answer(HTTPResponse(HTTPStatus(500)), reason: "the program's answer cannot be sent: \(error)")
      }
      return .accept(subprotocol: subprotocol, headers: headers)
    }
  }
}

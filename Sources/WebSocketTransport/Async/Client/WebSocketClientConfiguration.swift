public import Logging
public import NIOCore
public import WebSocketWire

/// All that a client of the asynchronous API can set; each value has a default.
public struct WebSocketClientConfiguration: Sendable {
  /// Offered in this order of preference (RFC 6455 1.9).
  public var subprotocols: [String] = []
  /// Added to the request, in their order.
  public var headers: [HTTPField] = []
  /// The compression that is offered (RFC 7692); nil for none.
  public var compression: DeflateOptions? = .default
  /// The most that is accepted of the server. A message has 64 MiB at most unless said otherwise, because each is held whole.
  public var limits = Limits(message: 64 << 20)
  /// How long connecting, the opening handshake and the closing may take.
  public var timeouts = Timeouts()
  /// How TLS is spoken where the URL asks for it, whom it believes, and who the client is.
  public var tls = TLSSettings()
  /// How the server is reached; nil for straight to the URL's host.
  public var route: Route?
  /// After so long without anything from the server a Ping is sent; nil for no keepalive.
  public var pingInterval: Duration?
  /// How long a Pong may take. After a keepalive's Ping the connection then ends with `WebSocketError.Cause.noPong`; while
  /// the program takes no messages the time does not run.
  public var pingTimeout = Duration.seconds(20)
  /// Where the connection runs; nil for the threads that all of the process shares.
  public var eventLoopGroup: (any EventLoopGroup)?
  /// Gets a line when a connection opens and when it ends, at the level `debug`; nil for none. No byte of a peer is in it.
  public var logger: Logger?

  /// Everything at its default.
  public init() {}

  /// What the synchronous API needs of it.
  func connecting(to url: WebSocketURL) -> ClientConfiguration {
    ClientConfiguration(
      url: url, route: route, subprotocols: subprotocols, headers: headers, deflate: compression,
      limits: limits, timeouts: timeouts, tls: tls)
  }

  var connection: ConnectionSettings {
    ConnectionSettings(
      closeTime: timeouts.close, pingInterval: pingInterval, pingTimeout: pingTimeout, logger: logger)
  }
}

public import WebSocketWire

/// How the bytes of a connection reach its server, whatever the request asks for.
public struct Route: Hashable, Sendable {
  /// Where the socket connects to.
  public var endpoint: Endpoint
  /// Whether TLS is spoken on it.
  public var usesTLS: Bool

  /// A way of the caller's own, such as a unix socket.
  public init(to endpoint: Endpoint, usesTLS: Bool) {
    self.endpoint = endpoint
    self.usesTLS = usesTLS
  }

  /// Straight to the host of the URL.
  public init(to url: WebSocketURL) {
    self.init(to: .tcp(host: url.host, port: url.port), usesTLS: url.isSecure)
  }

  /// The steps to an open connection, in order. No resolver is asked for an address.
  package var steps: [Phase.Name] {
    var steps: [Phase.Name] = [.tcp]
    if case .tcp(let host, _) = endpoint, case .dns = ServerName(host: host) { steps.insert(.dns, at: 0) }
    if usesTLS { steps.append(.tls) }
    return steps + [.upgrade]
  }
}

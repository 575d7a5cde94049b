public import WebSocketWire

/// How the bytes of a connection reach its server, whatever the request asks for.
public struct Route: Hashable, Sendable {
  /// Where the server is: the socket connects to it, or the proxy does.
  public var endpoint: Endpoint
  /// Whether TLS is spoken with the server.
  public var usesTLS: Bool
  /// What the connection goes through; nil for straight to the endpoint.
  public var proxy: ProxyServer?
  /// Which addresses the sockets use.
  package var addressing = Addressing()

  /// A way of the caller's own, such as a unix socket or a proxy.
  public init(to endpoint: Endpoint, usesTLS: Bool, proxy: ProxyServer? = nil) {
    self.endpoint = endpoint
    self.usesTLS = usesTLS
    self.proxy = proxy
  }

  /// Straight to the host of the URL.
  public init(to url: WebSocketURL) {
    let host = url.zone.map { "\(url.host)%\($0)" } ?? url.host
    self.init(to: .tcp(host: host, port: url.port), usesTLS: url.isSecure)
  }

  /// Where the socket connects to.
  var socketEndpoint: Endpoint { proxy.map { .tcp(host: $0.host, port: $0.port) } ?? endpoint }

  /// The name that is looked up on behalf of a proxy that takes addresses only, and its port; nil for none.
  var nameForProxy: (host: String, port: Int)? {
    guard proxy?.scheme == .socks5, case .tcp(let host, let port) = endpoint else { return nil }
    return (host, port)
  }

  /// The steps to an open connection, in order. No resolver is asked for an address.
  package var steps: [Phase.Name] {
    var steps: [Phase.Name] = []
    let isLookedUp = [socketEndpoint] + (nameForProxy == nil ? [] : [endpoint])
    if isLookedUp.contains(where: \.hasName) { steps.append(.dns) }
    steps.append(.tcp)
    if proxy?.scheme == .https { steps.append(.proxyTLS) }
    if proxy != nil { steps.append(.proxy) }
    if usesTLS { steps.append(.tls) }
    return steps + [.upgrade]
  }
}

extension Endpoint {
  /// Whether its host is a name and not an address.
  fileprivate var hasName: Bool {
    if case .tcp(let host, _) = self, case .dns = ServerName(host: host) { true } else { false }
  }
}

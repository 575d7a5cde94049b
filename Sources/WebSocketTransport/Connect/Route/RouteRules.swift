package import WebSocketWire

/// What the user and the environment say of routes: the route to any URL. It reads nothing and opens nothing.
package struct RouteRules: Hashable, Sendable {
  /// The proxy that the user names; it wins over the environment's.
  package var proxy: ProxyServer?
  /// The hosts that are reached without a proxy; nil for what the environment says.
  package var exceptions: String?
  package var environment = ProxyEnvironment()
  /// In the place of those of a proxy's URL: `user:password`.
  package var proxyCredentials: [UInt8]?
  /// Sent to an HTTP proxy.
  package var proxyHeaders: [HTTPField] = []
  package var acceptsAnyProxyCertificate = false
  /// The socket file that takes the place of the URL's host; no proxy is asked.
  package var unixSocket: String?
  package var connectTo = ConnectToRules()
  package var addressing = Addressing()

  package init() {}

  /// The route to the URL. Fails where what names the proxy cannot be understood.
  package func route(to url: WebSocketURL) throws(UsageError) -> Route {
    if let unixSocket { return Route(to: .unix(path: unixSocket), usesTLS: url.isSecure) }
    var route = Route(to: url)
    if case .tcp(let host, let port) = route.endpoint {
      let place = connectTo.destination(for: host, port)
      route.endpoint = .tcp(host: place.host, port: place.port)
    }
    route.addressing = addressing
    route.proxy = try proxy(for: url)
    return route
  }

  private func proxy(for url: WebSocketURL) throws(UsageError) -> ProxyServer? {
    if NoProxyList(exceptions ?? environment.exceptions ?? "").contains(url.host) { return nil }
    guard var proxy = try wantedProxy(for: url) else { return nil }
    if let proxyCredentials { proxy = try proxy.with(userInfo: proxyCredentials) }
    guard proxy.scheme.isHTTP || proxyHeaders.isEmpty else {
      throw UsageError("the proxy \(proxy) speaks SOCKS, which has no header fields")
    }
    proxy.headers = proxyHeaders
    proxy.acceptsAnyCertificate = acceptsAnyProxyCertificate
    return proxy
  }

  private func wantedProxy(for url: WebSocketURL) throws(UsageError) -> ProxyServer? {
    if let proxy { return proxy }
    guard let (name, value) = environment.proxy(isSecure: url.isSecure) else { return nil }
    do throws(UsageError) {
      var proxy = try ProxyServer(value)
      proxy.variable = name
      return proxy
    } catch {
      throw UsageError("\(error.description) (the variable \(name) of the environment)")
    }
  }
}

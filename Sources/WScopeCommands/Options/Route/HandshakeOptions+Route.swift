import SystemCalls
import WebSocketTransport
import WebSocketWire

extension HandshakeOptions? {
  /// The rules that these options and the environment make. `socket` is the file that the URL names, if it does.
  func rules(socket: String?) throws -> RouteRules {
    try RouteRules(
      proxy: self?.route.proxy, self?.proxyDetails.options, self?.routeDetails.options, socket: socket)
  }
}

extension RouteRules {
  /// The rules that the options of a route and the environment make. `socket` is the file that the URL names, if it does.
  init(proxy text: String?, _ proxyDetails: ProxyOptions?, _ details: RouteDetailOptions?, socket: String?)
    throws
  {
    self.init()
    let socket = try details?.socket(of: socket) ?? socket
    // As for curl, an empty one is none, whatever the environment says.
    let proxy = text.flatMap { $0.isEmpty ? nil : $0 }
    if socket != nil, proxy != nil {
      throw Failure(
        .usage, "a unix socket is not reached through a proxy: --proxy cannot be combined with it")
    }
    self.proxy = try proxy.map { text throws(UsageError) in try ProxyServer(text) }
    unixSocket = socket
    try proxyDetails?.apply(to: &self)
    try details?.apply(to: &self)
    if proxyDetails?.ignoresEnvironment != true, text != "" {
      environment = ProxyEnvironment { name in getenv(name).map { String(cString: $0) } }
    }
  }
}

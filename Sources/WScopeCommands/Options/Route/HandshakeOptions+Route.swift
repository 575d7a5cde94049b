import SystemCalls
import WebSocketTransport
import WebSocketWire

extension HandshakeOptions? {
  /// The rules that these options and the environment make. `socket` is the file that the URL names, if it does.
  func rules(socket: String?) throws -> RouteRules {
    let socket = try self?.routeDetails.options?.socket(of: socket) ?? socket
    // As for curl, an empty one is none, whatever the environment says.
    let proxy = self?.route.proxy.flatMap { $0.isEmpty ? nil : $0 }
    if socket != nil, proxy != nil {
      throw Failure(
        .usage, "a unix socket is not reached through a proxy: --proxy cannot be combined with it")
    }
    var rules = RouteRules()
    rules.proxy = try proxy.map { text throws(UsageError) in try ProxyServer(text) }
    rules.unixSocket = socket
    try self?.proxyDetails.options?.apply(to: &rules)
    try self?.routeDetails.options?.apply(to: &rules)
    if self?.proxyDetails.options?.ignoresEnvironment != true, self?.route.proxy != "" {
      rules.environment = ProxyEnvironment { name in getenv(name).map { String(cString: $0) } }
    }
    return rules
  }
}

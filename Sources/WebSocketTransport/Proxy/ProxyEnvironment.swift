/// What the environment says of proxies, as curl reads it. A variable that is empty counts as not set.
package struct ProxyEnvironment: Hashable, Sendable {
  private let variables: [String: String]

  /// The variables that count. HTTP_PROXY is not among them: a web server sets it from a field of a request.
  package static let names = [
    "ws_proxy", "WS_PROXY", "wss_proxy", "WSS_PROXY", "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
    "ALL_PROXY", "no_proxy", "NO_PROXY",
  ]

  /// An environment that says nothing.
  package init() { variables = [:] }

  /// `value` gives the value of a variable, or nil.
  package init(_ value: (String) -> String?) {
    variables = Self.names.reduce(into: [:]) { variables, name in
      if let value = value(name), !value.isEmpty { variables[name] = value }
    }
  }

  /// The variable that names the proxy for such a URL, and its value; nil for none.
  package func proxy(isSecure: Bool) -> (name: String, value: String)? {
    let own =
      isSecure
      ? ["wss_proxy", "WSS_PROXY", "https_proxy", "HTTPS_PROXY"] : ["ws_proxy", "WS_PROXY", "http_proxy"]
    return (own + ["all_proxy", "ALL_PROXY"]).lazy.compactMap { name in
      variables[name].map { (name, $0) }
    }.first
  }

  /// The hosts that are reached without one; nil where no variable says.
  package var exceptions: String? { variables["no_proxy"] ?? variables["NO_PROXY"] }
}

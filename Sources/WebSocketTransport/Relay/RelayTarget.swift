package import WebSocketWire

/// The server that clients are relayed to.
package struct RelayTarget: Sendable {
  let configuration: ClientConfiguration
  let route: Route
  /// Whether clients name the server, in place of the configuration's.
  package let isForward: Bool
  /// What the clients of a forward proxy have to know, as `user:password`; nil for nothing.
  package var credentials: [UInt8]?
  /// nil where TLS is not spoken with it.
  let tls: ClientTLS?
  /// When bytes pass, and how many.
  package var shape = RelayShape()
  /// What is changed in requests for a WebSocket.
  package var changes = RequestChanges()

  /// Of a configuration the route, the time-outs and the settings of TLS count. Throws as `Connector` does.
  /// With `isForward` the URL of the configuration means nothing.
  package init(_ configuration: ClientConfiguration, isForward: Bool = false) throws {
    self.configuration = configuration
    self.isForward = isForward
    route = try configuration.wantedRoute()
    tls = route.usesTLS ? try ClientTLS(configuration) : nil
  }

  /// The same for the server that a client has named. Fails where the proxy on its way cannot be understood.
  func named(_ url: WebSocketURL) throws -> RelayTarget {
    var named = configuration
    named.url = url
    var target = try RelayTarget(named, isForward: isForward)
    (target.shape, target.changes) = (shape, changes)
    return target
  }

  /// How long each step may take.
  package var timeouts: Timeouts { configuration.timeouts }

  /// What is connected to: a host and port, or a socket file.
  package var endpoint: Endpoint { route.endpoint }

  /// What clients ask for, as far as the server's place goes.
  package var url: WebSocketURL { configuration.url }
}

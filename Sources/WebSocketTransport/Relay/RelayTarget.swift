package import WebSocketWire

/// The server that clients are relayed to.
package struct RelayTarget: Sendable {
  let configuration: ClientConfiguration
  let route: Route
  /// nil where TLS is not spoken with it.
  let tls: ClientTLS?
  /// When bytes pass, and how many.
  package var shape = RelayShape()
  /// What is changed in requests for a WebSocket.
  package var changes = RequestChanges()

  /// Of a configuration the route, the time-outs and the settings of TLS count. Throws as `Connector` does.
  package init(_ configuration: ClientConfiguration) throws {
    self.configuration = configuration
    route = try configuration.wantedRoute()
    tls = route.usesTLS ? try ClientTLS(configuration) : nil
  }

  /// How long each step may take.
  package var timeouts: Timeouts { configuration.timeouts }

  /// What is connected to: a host and port, or a socket file.
  package var endpoint: Endpoint { route.endpoint }

  /// What clients ask for, as far as the server's place goes.
  package var url: WebSocketURL { configuration.url }
}

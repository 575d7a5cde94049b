import WebSocketTransport

/// A client for tests that are not about deadlines.
enum PatientClient {
  /// Connects with deadlines that a machine under load keeps as well.
  static func connect(to url: String, subprotocols: [String] = []) async throws -> WebSocketConnection {
    var configuration = WebSocketClientConfiguration()
    configuration.subprotocols = subprotocols
    configuration.timeouts = Timeouts(connect: .seconds(60), handshake: .seconds(60), close: .seconds(60))
    return try await WebSocketClient.connect(to: url, configuration: configuration)
  }
}

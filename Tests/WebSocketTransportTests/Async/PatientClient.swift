import WebSocketTransport
import WebSocketWire

/// A client for tests that are not about deadlines.
enum PatientClient {
  /// Connects with deadlines that a machine under load keeps as well.
  static func connect(to url: String, subprotocols: [String] = []) async throws -> WebSocketSession {
    let patience = Timeouts(connect: .seconds(60), handshake: .seconds(60), close: .seconds(60))
    return try await WebSocketClient.connect(
      ClientConfiguration(url: try WebSocketURL(url), subprotocols: subprotocols, timeouts: patience))
  }
}

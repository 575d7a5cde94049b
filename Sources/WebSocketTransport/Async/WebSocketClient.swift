import NIOCore
import NIOPosix
import WebSocketWire

/// The way in for a Swift program.
///
///     let session = try await WebSocketClient.connect(to: "ws://127.0.0.1:8080/chat")
///     try await session.send("hello")
///     for try await message in session.messages { print(message) }
public enum WebSocketClient {
  /// Connects and completes the opening handshake.
  ///
  /// Throws `UsageError` for a URL that is none, `TransportError` when there is no connection, and `SessionError` when
  /// the other end is no WebSocket server or says no.
  public static func connect(to url: String, subprotocols: [String] = []) async throws -> WebSocketSession {
    try await connect(ClientConfiguration(url: try WebSocketURL(url), subprotocols: subprotocols))
  }

  /// Connects with everything that can be set. A limit on messages that is not set is 64 MiB, for each is held whole.
  public static func connect(_ configuration: ClientConfiguration) async throws -> WebSocketSession {
    var configuration = configuration
    configuration.limits.message = configuration.limits.message ?? 64 << 20
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let opened = loop.makePromise(of: WebSocketSession.self)
    Dialer.dial(configuration, on: loop) { session in AsyncConsumer(session, on: loop, opened: opened) }
      .whenFailure { opened.fail($0) }
    return try await opened.futureResult.get()
  }
}

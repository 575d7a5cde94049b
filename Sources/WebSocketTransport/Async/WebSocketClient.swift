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
  /// Throws `UsageError` for what is not a URL, `TransportError` for a certificate or key that cannot be used, and
  /// `ConnectError` when there is no open connection.
  public static func connect(to url: String, subprotocols: [String] = []) async throws -> WebSocketSession {
    try await connect(ClientConfiguration(url: try WebSocketURL(url), subprotocols: subprotocols))
  }

  /// Connects with everything that can be set. A limit on messages that is not set is 64 MiB, for each is held whole.
  public static func connect(_ configuration: ClientConfiguration) async throws -> WebSocketSession {
    var configuration = configuration
    configuration.limits.message = configuration.limits.message ?? 64 << 20
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let opened = loop.makePromise(of: WebSocketSession.self)
    loop.execute { [configuration] in
      do {
        try Connector(configuration, on: loop).connect { outcome in
          opened.completeWith(
            outcome.map { session in
              let delegate = AsyncDelegate(session, on: loop)
              session.deliver(to: delegate)
              return delegate.webSocketSession()
            }.mapError { $0 })
        }
      } catch {
        opened.fail(error)
      }
    }
    return try await opened.futureResult.get()
  }
}

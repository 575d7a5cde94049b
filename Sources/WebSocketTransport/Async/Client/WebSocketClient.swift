import NIOCore
import NIOPosix
import WebSocketWire

/// Connects to WebSocket servers.
///
///     try await WebSocketClient.withConnection(to: "ws://127.0.0.1:8080/chat") { connection in
///       try await connection.send("hello")
///       for try await message in connection.messages { print(message) }
///     }
public enum WebSocketClient {
  /// Connects, runs `body` with the open connection, and closes it: with 1000 when `body` returns, with 1001 when it throws or
  /// the task is cancelled. The socket is closed when this returns, at most `timeouts.close` later (500 ms in a task that is cancelled).
  ///
  /// `url` is `ws://` or `wss://`. Throws what `body` throws, and what `connect` does.
  @discardableResult
  public static func withConnection<Value>(
    to url: String, configuration: WebSocketClientConfiguration = WebSocketClientConfiguration(),
    isolation: isolated (any Actor)? = #isolation, _ body: (WebSocketConnection) async throws -> Value
  ) async throws -> Value {
    try await connect(to: url, configuration: configuration).scoped(failure: .goingAway, body)
  }

  /// Connects and completes the opening handshake. The connection closes when its last reference is gone, or by `close`.
  ///
  /// Throws `WebSocketError`, with the phase that failed and the server's answer if there was one, or `CancellationError`,
  /// at once, when the task is cancelled.
  public static func connect(
    to url: String, configuration: WebSocketClientConfiguration = WebSocketClientConfiguration()
  ) async throws -> WebSocketConnection {
    try Task.checkCancellation()
    let target: ClientConfiguration
    do {
      target = configuration.connecting(to: try WebSocketURL(url))
    } catch {
      throw WebSocketError(.configuration, .usage(error))
    }
    let loop = (configuration.eventLoopGroup ?? MultiThreadedEventLoopGroup.singleton).next()
    let settings = configuration.connection
    let opened = Pending<WebSocketConnection>()
    let attempt = NIOLoopBoundBox.makeEmptyBox(valueType: Connector.self, eventLoop: loop)
    loop.execute {
      do {
        let connector = try Connector(target, on: loop)
        attempt.value = connector
        connector.connect { outcome in
          attempt.value = nil
          switch outcome {
          case .success(let session):
            session.deliver(
              to: ConnectionCore(session, on: loop, settings) { opened.complete(.success($0)) })
          case .failure(let error): opened.complete(.failure(WebSocketError(error) ?? CancellationError()))
          }
        }
      } catch {
        opened.complete(.failure(WebSocketError(.configuration, error)))
      }
    }
    return try await opened.value { loop.execute { attempt.value?.cancel() } }
  }
}

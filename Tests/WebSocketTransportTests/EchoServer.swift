import NIOCore
import NIOPosix
import Testing
import WebSocketTransport

/// A listener on a free loopback port for one test.
enum EchoServer {
  /// Every client gets a consumer of this kind; an echo unless said otherwise.
  static func with<Value: Sendable>(
    _ configuration: ServerConfiguration = ServerConfiguration(),
    consumer: @escaping @Sendable (Session) -> any SessionConsumer = { _ in EchoConsumer() },
    _ body: (String) async throws -> Value
  ) async throws -> Value {
    let channel = try await Listener.listen(
      configuration, on: MultiThreadedEventLoopGroup.singleton, consumer: consumer
    ).get()
    let port = try #require(channel.localAddress?.port)
    do {
      let value = try await body("ws://127.0.0.1:\(port)/")
      try await channel.close()
      return value
    } catch {
      try await channel.close()
      throw error
    }
  }
}

import NIOCore
import NIOPosix
import Testing
import WebSocketTransport

/// A listener on a free loopback port for one test; every client gets an echo unless said otherwise.
struct TestServer {
  private let configuration: ServerConfiguration
  private let consumer: @Sendable () -> any SessionConsumer

  init(
    _ configuration: ServerConfiguration = ServerConfiguration(),
    consumer: @escaping @Sendable () -> any SessionConsumer = { EchoConsumer() }
  ) {
    self.configuration = configuration
    self.consumer = consumer
  }

  /// Listens while the body runs, which gets the URL.
  func run<Value: Sendable>(_ body: (String) async throws -> Value) async throws -> Value {
    let consumer = consumer
    let channel = try await Listener.listen(configuration, on: MultiThreadedEventLoopGroup.singleton) { _ in
      consumer()
    }
    .get()
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

import NIOCore
import NIOPosix
import Testing
import WebSocketTransport

/// A listener on a free loopback port for one test; every client gets an echo unless said otherwise.
struct TestServer {
  private let configuration: ServerConfiguration
  private let delegate: @Sendable () -> any SessionDelegate

  init(
    _ configuration: ServerConfiguration = ServerConfiguration(),
    delegate: @escaping @Sendable () -> any SessionDelegate = { EchoDelegate() }
  ) {
    self.configuration = configuration
    self.delegate = delegate
  }

  /// Listens while the body runs, which gets the URL.
  func run<Value: Sendable>(_ body: (String) async throws -> Value) async throws -> Value {
    try await listen { address in try await body("ws://127.0.0.1:\(try #require(address.port))/") }
  }

  /// Listens while the body runs, which gets the address.
  func listen<Value: Sendable>(_ body: (SocketAddress) async throws -> Value) async throws -> Value {
    let delegate = delegate
    let listener = try await Listener.listen(configuration, on: MultiThreadedEventLoopGroup.singleton) { _ in
      delegate()
    }
    .get()
    let address = try #require(listener.localAddress)
    do {
      let value = try await body(address)
      try await listener.close().get()
      return value
    } catch {
      try await listener.close().get()
      throw error
    }
  }
}

import NIOCore
import NIOPosix

/// A port whose queue of connections is full: a connection to it is neither accepted nor refused.
enum FullBacklog {
  /// Holds such a port of `::1` while the body runs.
  static func run<Value: Sendable>(_ body: (SocketAddress) async throws -> Value) async throws -> Value {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    do {
      let value = try await body(fill(on: group))
      try await group.shutdownGracefully()
      return value
    } catch {
      try await group.shutdownGracefully()
      throw error
    }
  }

  /// Connects until a connection hangs, which shows that the queue is full.
  private static func fill(on group: MultiThreadedEventLoopGroup) async throws -> SocketAddress {
    let listener = try await ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 0)
      .serverChannelOption(.autoRead, value: false)
      .bind(host: "::1", port: 0).get()
    guard let address = listener.localAddress else { throw ChannelError.unknownLocalAddress }
    let bootstrap = ClientBootstrap(group: group).connectTimeout(.seconds(1))
    while (try? await bootstrap.connect(to: address).get()) != nil {}
    return address
  }
}

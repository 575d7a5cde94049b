import NIOCore
import NIOPosix
import Synchronization
import Testing
import WebSocketTransport

@Suite("A server on a channel of the program's own", .timeLimit(.minutes(2)))
struct ChannelTests {
  /// Counts what passes, as a handler of the program in front of ours.
  private final class Counter: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    let bytes = Atomic<Int>(0)

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      bytes.add(unwrapInboundIn(data).readableBytes, ordering: .relaxed)
      context.fireChannelRead(data)
    }
  }

  @Test("connections come from the program's own bootstrap, through the handlers in front")
  func mounted() async throws {
    let (connections, source) = AsyncStream.makeStream(of: WebSocketConnection.self)
    let counter = Counter()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(counter)
          try WebSocketServer.addHandlers(to: channel) { source.yield($0) }
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    try await withThrowingTaskGroup { group in
      group.addTask { for await connection in connections { try await echo(connection) } }
      try await WebSocketClient.withConnection(to: "ws://127.0.0.1:\(listener.localAddress?.port ?? 0)/") {
        try await $0.send("hello")
        for try await message in $0.messages {
          #expect(message == .text("hello"))
          break
        }
      }
      #expect(counter.bytes.load(ordering: .relaxed) > 100)
      source.finish()
      try await group.waitForAll()
    }
    try await listener.close()
  }
}

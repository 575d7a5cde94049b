import NIOCore
import NIOPosix
import NIOWebSocket

/// The same with swift-nio's own frames in its own asynchronous channels, after the opening handshake.
enum NIOAsyncEcho {
  typealias Frames = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

  static func addCodec(to channel: any Channel) throws {
    try channel.pipeline.syncOperations.addHandlers(
      WebSocketFrameEncoder(), ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: 1 << 20)))
  }

  private static func wrap(_ channel: any Channel) -> EventLoopFuture<Frames> {
    channel.eventLoop.makeCompletedFuture {
      try addCodec(to: channel)
      return try Frames(wrappingChannelSynchronously: channel)
    }
  }

  static func seconds(_ count: Int, of size: Int) async throws -> Double {
    let group = MultiThreadedEventLoopGroup.singleton
    let listener = try await ServerBootstrap(group: group)
      .bind(host: "127.0.0.1", port: 0, childChannelInitializer: wrap)
    let port = listener.channel.localAddress?.port ?? 0
    return try await withThrowingTaskGroup { tasks in
      tasks.addTask {
        try await listener.executeThenClose { clients in
          for try await client in clients {
            try await client.executeThenClose { inbound, outbound in
              for try await frame in inbound {
                try await outbound.write(WebSocketFrame(fin: true, opcode: .binary, data: frame.unmaskedData))
              }
            }
            break
          }
        }
      }
      let client = try await ClientBootstrap(group: group)
        .connect(host: "127.0.0.1", port: port, channelInitializer: wrap)
      let seconds = try await client.executeThenClose { inbound, outbound in
        let payload = ByteBuffer(repeating: 0x61, count: size)
        let start = ContinuousClock.now
        async let writing: Void = {
          for _ in 0..<count {
            try await outbound.write(
              WebSocketFrame(fin: true, opcode: .binary, maskKey: .random(), data: payload))
          }
        }()
        var left = count
        for try await frame in inbound {
          guard frame.unmaskedData.readableBytes == size else { continue }
          left -= 1
          if left == 0 { break }
        }
        try await writing
        return (ContinuousClock.now - start) / .seconds(1)
      }
      try await tasks.waitForAll()
      return seconds
    }
  }
}

import NIOCore
import NIOPosix
import WebSocketTransport
import WebSocketWire

/// A server that answers the first request with what a test makes of its key.
struct AnsweringServer {
  private let channel: any Channel
  /// What connects to it.
  let client: ClientConfiguration

  /// Where it `ends`, it ends its stream after the answer.
  init(ends: Bool = false, _ answer: @escaping @Sendable (_ key: String) -> [UInt8]) async throws {
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Handler(ends: ends, answer))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    client = ClientConfiguration(url: try WebSocketURL("ws://127.0.0.1:\(channel.localAddress?.port ?? 0)/"))
  }

  func close() async throws { try await channel.close() }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let ends: Bool
    private let answer: (String) -> [UInt8]

    init(ends: Bool, _ answer: @escaping (String) -> [UInt8]) {
      self.ends = ends
      self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let name = "Sec-WebSocket-Key: "
      let key = String(buffer: unwrapInboundIn(data)).split(separator: "\r\n")
        .first { $0.hasPrefix(name) }?.dropFirst(name.count)
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: answer(String(key ?? "")))), promise: nil)
      if ends { context.close(mode: .output, promise: nil) }
    }
  }
}

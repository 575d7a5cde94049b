import NIOCore
import NIOPosix
import WebSocketWire

/// A server that answers the opening handshake, or not even that, and then neither says nor reads anything.
struct MuteServer {
  private let channel: any Channel
  let url: String

  init(opens: Bool) async throws {
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelOption(.autoRead, value: false)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Handler(opens: opens))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    url = "ws://127.0.0.1:\(channel.localAddress?.port ?? 0)/"
  }

  func close() async throws { try await channel.close() }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let opens: Bool

    init(opens: Bool) { self.opens = opens }

    func channelActive(context: ChannelHandlerContext) { context.read() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      guard opens else { return }
      let request = HTTPHead(Array(buffer: unwrapInboundIn(data)))
      let key = request.fields("Sec-WebSocket-Key").first?.value ?? ""
      let answer = OpeningResponse.accept(key: key, subprotocol: nil).bytes
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: answer)), promise: nil)
    }
  }
}

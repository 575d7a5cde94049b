import NIOCore
import NIOPosix
import NIOWebSocket

/// The same with swift-nio's own frames in a handler of a channel, which flushes when all of a read is done.
enum NIOHandlerEcho {
  private final class Echo: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let frame = WebSocketFrame(fin: true, opcode: .binary, data: unwrapInboundIn(data).unmaskedData)
      context.write(wrapOutboundOut(frame), promise: nil)
    }

    func channelReadComplete(context: ChannelHandlerContext) { context.flush() }
  }

  /// Keeps 256 messages on their way.
  private final class Client: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame
    private let payload: ByteBuffer
    private var toSend: Int
    private var toReceive: Int
    private let done: EventLoopPromise<Void>

    init(_ count: Int, of size: Int, done: EventLoopPromise<Void>) {
      payload = ByteBuffer(repeating: 0x61, count: size)
      (toSend, toReceive) = (count, count)
      self.done = done
    }

    func channelActive(context: ChannelHandlerContext) {
      for _ in 0..<256 { send(context) }
      context.flush()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      guard unwrapInboundIn(data).unmaskedData.readableBytes == payload.readableBytes else { return }
      toReceive -= 1
      if toReceive == 0 { done.succeed() }
      send(context)
    }

    func channelReadComplete(context: ChannelHandlerContext) { context.flush() }

    private func send(_ context: ChannelHandlerContext) {
      guard toSend > 0 else { return }
      toSend -= 1
      let frame = WebSocketFrame(fin: true, opcode: .binary, maskKey: .random(), data: payload)
      context.write(wrapOutboundOut(frame), promise: nil)
    }
  }

  static func seconds(_ count: Int, of size: Int) async throws -> Double {
    let group = MultiThreadedEventLoopGroup.singleton
    let listener = try await ServerBootstrap(group: group)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncEcho.addCodec(to: channel)
          try channel.pipeline.syncOperations.addHandler(Echo())
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let done = group.next().makePromise(of: Void.self)
    let start = ContinuousClock.now
    let client = try await ClientBootstrap(group: group)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncEcho.addCodec(to: channel)
          try channel.pipeline.syncOperations.addHandler(Client(count, of: size, done: done))
        }
      }
      .connect(host: "127.0.0.1", port: listener.localAddress?.port ?? 0).get()
    try await done.futureResult.get()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    try await client.close()
    try await listener.close()
    return seconds
  }
}

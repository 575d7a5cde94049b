import NIOCore
import NIOPosix

/// A client that opens with a request of its own and keeps every byte that comes, as fast as a thread of its own can read.
final class RawReader: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let request: String
  private let done: EventLoopPromise<ByteBuffer>
  private var received = ByteBuffer()

  private init(_ request: String, _ done: EventLoopPromise<ByteBuffer>) {
    self.request = request
    self.done = done
  }

  /// What the server at this address says up to the stream's end.
  static func read(from address: SocketAddress, request: String) async throws -> ByteBuffer {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let done = group.any().makePromise(of: ByteBuffer.self)
    _ = try await ClientBootstrap(group: group)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(RawReader(request, done))
        }
      }
      .connect(to: address).get()
    let received = try await done.futureResult.get()
    try await group.shutdownGracefully()
    return received
  }

  func channelActive(context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: request)), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var buffer = unwrapInboundIn(data)
    received.writeBuffer(&buffer)
  }

  func channelInactive(context: ChannelHandlerContext) { done.succeed(received) }
}

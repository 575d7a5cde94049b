import NIOCore
import NIOPosix

/// Reads a pipe on the event loop itself, a block for each time that it is asked.
///
/// The descriptor is one of our own, so the loop may make it non-blocking and close it.
final class PipeInput: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private var waiting: ((Result<ByteBuffer, ReadError>) -> Void)?
  private var context: ChannelHandlerContext?
  private var hasEnded = false
  /// What the loop has read without being asked, as it does when the writer has gone: at most what a pipe holds.
  private var early: [ByteBuffer] = []

  /// Takes the descriptor over.
  static func open(_ descriptor: Int32, blockSize: Int, on loop: any EventLoop) -> PipeInput {
    let input = PipeInput()
    let bound = NIOLoopBound(input, eventLoop: loop)
    NIOPipeBootstrap(group: loop)
      .channelOption(.autoRead, value: false)
      .channelOption(.maxMessagesPerRead, value: 1)
      .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: blockSize))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(bound.value) }
      }
      .takingOwnershipOfDescriptor(input: descriptor)
      .whenFailure { _ in bound.value.end(.failure(ReadError(number: Errno.badDescriptor))) }
    return input
  }

  /// Whether blocks are held that were not requested.
  var holdsInput: Bool { !early.isEmpty }
  /// Whether a block is on its way.
  var isReading: Bool { waiting != nil }

  /// Asks for the next block; gives what is there already, or the end if it is known.
  func read(_ body: @escaping (Result<ByteBuffer, ReadError>) -> Void) -> Result<ByteBuffer, ReadError>? {
    if !early.isEmpty { return .success(early.removeFirst()) }
    if hasEnded { return .success(ByteBuffer()) }
    waiting = body
    context?.read()
    return nil
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelActive(context: ChannelHandlerContext) { if waiting != nil { context.read() } }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let block = unwrapInboundIn(data)
    if isReading { give(.success(block)) } else { early.append(block) }
  }

  func channelInactive(context: ChannelHandlerContext) { end(.success(ByteBuffer())) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    end(.failure(ReadError(number: (error as? IOError)?.errnoCode ?? Errno.interrupted)))
    context.close(promise: nil)
  }

  private func end(_ result: Result<ByteBuffer, ReadError>) {
    hasEnded = true
    give(result)
  }

  private func give(_ result: Result<ByteBuffer, ReadError>) {
    let body = waiting
    waiting = nil
    body?(result)
  }
}

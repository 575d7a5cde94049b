import NIOCore

/// Ends our half of a stream once the last answer is out, and drops what the peer still sends until it ends its own (RFC 9112 9.6).
///
/// A socket that is closed with bytes unread resets the stream, and the peer's system then throws away the answer.
final class LingeringClose: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  /// How long nothing may come once the answer is out.
  private static let idleTime = TimeAmount.seconds(2)
  /// How long all of it may take.
  private static let limit = TimeAmount.seconds(30)
  /// How many bytes are dropped.
  private static let most = 64 << 20
  /// How many are read at a time.
  private static let block = 65536

  private var dropped = 0
  private var isAnswered = false
  private var hasInputEnded = false
  private let end = NIODeadline.now() + limit
  private var lastRead = NIODeadline.now()
  private var timer: Scheduled<Void>?

  /// Begins with what is written so far, whatever is between the caller and the socket, TLS included.
  static func begin(after context: ChannelHandlerContext) {
    let linger = LingeringClose()
    do {
      try context.pipeline.syncOperations.addHandler(linger, position: .first)
    } catch {
      return context.close(promise: nil)
    }
    let last = context.eventLoop.makePromise(of: Void.self)
    context.writeAndFlush(NIOAny(ByteBuffer()), promise: last)
    last.futureResult.assumeIsolated().whenComplete { result in
      guard case .success = result, !linger.hasInputEnded else { return context.close(promise: nil) }
      context.close(mode: .output, promise: nil)
      linger.answered(on: context.channel)
    }
  }

  private func answered(on channel: any Channel) {
    isAnswered = true
    lastRead = .now()
    if channel.isActive { watch(channel) }
  }

  /// Closes the channel when its time is over.
  private func watch(_ channel: any Channel) {
    timer?.cancel()
    let due = isAnswered ? min(end, lastRead + Self.idleTime) : end
    timer = channel.eventLoop.assumeIsolated().scheduleTask(deadline: due) {
      if self.isAnswered, self.lastRead + Self.idleTime > .now(), self.end > .now() {
        self.watch(channel)
      } else {
        channel.close(promise: nil)
      }
    }
  }

  func handlerAdded(context: ChannelHandlerContext) {
    try? context.channel.syncOptions?.setOption(
      .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.block))
    watch(context.channel)
    context.read()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    lastRead = .now()
    dropped += unwrapInboundIn(data).readableBytes
    if dropped > Self.most { context.close(promise: nil) }
  }

  func channelReadComplete(context: ChannelHandlerContext) { context.read() }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if let event = event as? ChannelEvent, event == .inputClosed {
      hasInputEnded = true
      if isAnswered { context.close(promise: nil) }
    }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    context.fireChannelInactive()
  }
}

import NIOCore

/// How much is read from a socket at a time.
enum ReadSize {
  /// Until it is known that nothing is compressed: a compressed byte may become a thousand, and what one read inflates to,
  /// 8 MiB at most, is handed on before anyone can pause the reading.
  static let small = FixedSizeRecvByteBufferAllocator(capacity: 8192)

  /// The same, into the blocks of the channel's event loop.
  static func share(_ blocks: ReadBlocks, on channel: any Channel) throws {
    try channel.syncOptions?.setOption(
      .recvAllocator,
      value: SharedReads(
        NIOLoopBound(blocks, eventLoop: channel.eventLoop), size: ReadBlocks.smallSize, hasRead: false))
  }

  /// Reads more from now on before the loop does anything else; into `blocks`, if the channel does so already.
  static func grow(of channel: any Channel, in blocks: ReadBlocks?) {
    let options = channel.syncOptions
    guard let blocks else {
      try? options?.setOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 65536))
      try? options?.setOption(.maxMessagesPerRead, value: 4)
      return
    }
    let shared = NIOLoopBound(blocks, eventLoop: channel.eventLoop)
    try? options?.setOption(
      .recvAllocator, value: SharedReads(shared, size: ReadBlocks.largeSize, hasRead: true))
  }
}

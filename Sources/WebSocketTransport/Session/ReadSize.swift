import NIOCore

/// How much is read from a socket at a time.
enum ReadSize {
  /// Until it is known that nothing is compressed: a compressed byte may stand for a thousand, and what one read inflates to,
  /// 8 MiB at the most, is handed on before anyone can pause the reading.
  static let small = FixedSizeRecvByteBufferAllocator(capacity: 8192)

  /// Reads more from now on, and more often before the loop does anything else.
  static func grow(of channel: any Channel) {
    let options = channel.syncOptions
    try? options?.setOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 65536))
    try? options?.setOption(.maxMessagesPerRead, value: 4)
  }
}

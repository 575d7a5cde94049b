import NIOCore

/// Has a channel read into the blocks of its event loop.
///
/// NIO keeps the first buffer that it gets for a channel, so that one is small; while `record` says that the next may be larger,
/// NIO asks for another each time and keeps none, as long as it reads one message at a time.
struct SharedReads: RecvByteBufferAllocator {
  private let blocks: NIOLoopBound<ReadBlocks>
  private let size: Int
  private var hasRead: Bool

  /// `size` is one of those that the blocks have; `hasRead` tells that the channel has its first buffer.
  init(_ blocks: NIOLoopBound<ReadBlocks>, size: Int, hasRead: Bool) {
    self.blocks = blocks
    self.size = size
    self.hasRead = hasRead
  }

  func buffer(allocator: ByteBufferAllocator) -> ByteBuffer {
    hasRead ? blocks.value.take(size, allocator) : allocator.buffer(capacity: Self.firstSize)
  }

  mutating func record(actualReadBytes: Int) -> Bool {
    hasRead = true
    return true
  }

  /// In bytes; any request and a TLS greeting fit, because an answer can be lost where bytes are left unread.
  private static let firstSize = 4096
}

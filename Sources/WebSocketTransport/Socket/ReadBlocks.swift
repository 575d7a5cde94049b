import NIOCore

/// Memory into which the unencrypted clients of one event loop are read, one after the other.
///
/// NIO keeps a buffer for each channel, and its pages were half of what a quiet client took. A block is taken for a read and given
/// back once the session has dealt with it; one that is still held by then is copied by `ByteBuffer`, and never shared.
final class ReadBlocks {
  private var small: ByteBuffer?
  private var large: ByteBuffer?

  /// In bytes, as `ReadSize` has them.
  static let smallSize = 8192
  static let largeSize = 262_144

  /// A block of one of the two sizes, with nothing in it.
  func take(_ size: Int, _ allocator: ByteBufferAllocator) -> ByteBuffer {
    var taken: ByteBuffer?
    if size == Self.largeSize { swap(&taken, &large) } else { swap(&taken, &small) }
    taken?.clear()
    return taken ?? allocator.buffer(capacity: size)
  }

  /// Takes a buffer back when what was read into it is of no interest any more; one of another size is not kept.
  func give(_ used: ByteBuffer) {
    switch used.storageCapacity {
    case Self.smallSize: small = used
    case Self.largeSize: large = used
    default: break
    }
  }
}

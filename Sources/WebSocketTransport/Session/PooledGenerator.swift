import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The system's cryptographic generator, drawn in blocks: one system call makes many masking keys (RFC 6455 10.3).
///
/// No number is given out twice; a forked child throws its copy of the block away.
public struct PooledGenerator: RandomNumberGenerator, Sendable {
  private static let blockCount = 128
  private var block: [UInt64] = []
  private var forks = 0

  public init() {}

  public mutating func next() -> UInt64 {
    if block.isEmpty || forks != ForkCounter.value { refill() }
    return block.removeLast()
  }

  private mutating func refill() {
    forks = ForkCounter.value
    block = [UInt64](repeating: 0, count: Self.blockCount)
    #if canImport(Glibc) || canImport(Musl)
      let filled = block.withUnsafeMutableBytes { bytes in
        stride(from: 0, to: bytes.count, by: 256).allSatisfy { start in
          let piece = UnsafeMutableRawBufferPointer(rebasing: bytes[start..<min(start + 256, bytes.count)])
          return getentropy(piece.baseAddress, piece.count) == 0
        }
      }
      if !filled {
        var system = SystemRandomNumberGenerator()
        for index in block.indices { block[index] = system.next() }
      }
    #else
      block.withUnsafeMutableBytes { arc4random_buf($0.baseAddress, $0.count) }
    #endif
  }
}

/// Counts the forks that led to this process since the first use.
private enum ForkCounter {
  private static let count = Atomic<Int>(0)
  private static let isWatching: Bool = pthread_atfork(nil, nil, { ForkCounter.bump() }) == 0

  static var value: Int {
    _ = isWatching
    return count.load(ordering: .relaxed)
  }

  private static func bump() { count.add(1, ordering: .relaxed) }
}

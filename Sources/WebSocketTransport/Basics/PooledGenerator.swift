import Synchronization
import SystemCalls
package import WebSocketWire

/// The system's cryptographic generator, drawn in blocks: one block makes many masking keys (RFC 6455 10.3).
///
/// No number is given out twice; a forked child throws its copy of the block away.
package struct PooledGenerator: MaskingKeySource {
  /// How many bytes are drawn at first, and later.
  private static let firstSize = 256
  private static let blockSize = 4096

  private var block: [UInt32] = []
  private var used = 0
  private var forks = 0

  package init() {}

  package mutating func next() -> UInt64 { UInt64(draw()) << 32 | UInt64(draw()) }

  package mutating func nextKey() -> MaskingKey { MaskingKey(bigEndian: draw()) }

  private mutating func draw() -> UInt32 {
    if used == block.count || forks != ForkCounter.value { refill() }
    defer { used += 1 }
    return block[used]
  }

  /// The first block is small, because most sessions send little and should not wait for more.
  private mutating func refill() {
    forks = ForkCounter.value
    used = 0
    let size = block.isEmpty ? Self.firstSize : Self.blockSize
    if block.count < size / 4 { block = [UInt32](repeating: 0, count: size / 4) }
    guard !block.withUnsafeMutableBytes(Entropy.fill) else { return }
    var system = SystemRandomNumberGenerator()
    for index in block.indices { block[index] = UInt32(truncatingIfNeeded: system.next()) }
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

/// Memory in which receivers unmask and inflate, one after the other.
///
/// Nothing stays there between two calls, so all receivers of an event loop can share it. A receiver that is called from inside a
/// sink of another finds it taken, and makes a block for that time.
package final class ReceiverBlocks {
  /// How many bytes are unmasked at a time, so that a frame of any size passes in constant memory.
  static let unmaskingSize = 65536

  private var unmasked: [UInt8] = []
  var inflated: [UInt8] = []

  package init() {}

  /// A block that begins with this piece unmasked, to be given back. The piece has `unmaskingSize` bytes or fewer, the first of
  /// which is byte `phase` of its payload.
  func unmask(_ piece: RawSpan, _ key: MaskingKey, phase: UInt64) -> [UInt8] {
    var block: [UInt8] = []
    swap(&block, &unmasked)
    let count = piece.byteCount
    if block.count < count { block = [UInt8](repeating: 0, count: Self.unmaskingSize) }
    block.withUnsafeMutableBytes { target in
      piece.withUnsafeBytes { target.copyMemory(from: $0) }
      key.apply(to: .init(rebasing: target[..<count]), phase: phase)
    }
    return block
  }

  func giveBack(unmasked block: consuming [UInt8]) { unmasked = block }
}

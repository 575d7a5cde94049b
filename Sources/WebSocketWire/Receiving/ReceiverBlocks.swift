/// Memory in which receivers unmask and inflate, one after the other, and where what is sent waits to be taken.
///
/// Nothing stays there between two calls, so all receivers of an event loop can share it. A receiver that is called from inside a
/// sink of another finds it taken, and makes a block for that time; so does what is sent while that of another waits.
package final class ReceiverBlocks {
  /// How many bytes are unmasked at a time, so that a frame of any size passes in constant memory.
  static let unmaskingSize = 65536

  private var unmasked: [UInt8] = []
  var inflated: [UInt8] = []
  private var outgoing: [UInt8] = []
  /// The most that is kept of a block for what is sent, in bytes; nil for what the one that sends keeps.
  private let keptCapacity: Int?

  /// `isShared` is for blocks of many connections, which may be larger than those of one.
  package init(isShared: Bool = false) { keptCapacity = isShared ? 1 << 18 : nil }

  /// An empty block for what is sent.
  func takeOutgoing() -> [UInt8] {
    var block: [UInt8] = []
    swap(&block, &outgoing)
    return block
  }

  /// Takes the block back; `limit` is the most that its owner would keep of it.
  func giveBack(outgoing block: consuming [UInt8], limit: Int) {
    guard block.capacity > outgoing.capacity, block.count <= keptCapacity ?? limit else { return }
    block.removeAll(keepingCapacity: true)
    outgoing = block
  }

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

import WebSocketWire

/// Messages that lie in one block of standard input, and are sent together.
///
/// It shares the block's memory, so it is freed before the next block is read.
struct InputBatch {
  let kind: MessageKind
  let block: ArraySlice<UInt8>
  /// Where the messages lie, from the start of `block`; one at least.
  let pieces: [Range<Int>]
  /// What the block is cut into: a `line` or a `block`.
  let part: StaticString
  /// Number of the first message, from 1.
  let number: Int

  /// One of the messages by itself.
  func message(_ index: Int) -> OutgoingMessage {
    let start = block.startIndex + pieces[index].lowerBound
    return OutgoingMessage(
      kind: kind, bytes: Array(block[start..<start + pieces[index].count]),
      origin: "standard input, \(part) \(number + index)")
  }
}

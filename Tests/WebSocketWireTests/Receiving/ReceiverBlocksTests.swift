import Testing

@testable import WebSocketWire

@Suite("The block for what is sent")
struct ReceiverBlocksTests {
  private static func block(of count: Int) -> [UInt8] { [UInt8](repeating: 1, count: count) }

  @Test("it comes back empty, with its memory")
  func kept() {
    let blocks = ReceiverBlocks(isShared: true)
    blocks.giveBack(outgoing: Self.block(of: 100_000), limit: 10)
    let block = blocks.takeOutgoing()
    #expect(block.isEmpty && block.capacity >= 100_000)
    #expect(blocks.takeOutgoing().capacity == 0)
  }

  @Test("one that is larger than may be kept is dropped", arguments: [true, false])
  func dropped(isShared: Bool) {
    let blocks = ReceiverBlocks(isShared: isShared)
    blocks.giveBack(outgoing: Self.block(of: isShared ? 300_000 : 1000), limit: 999)
    #expect(blocks.takeOutgoing().capacity == 0)
  }

  @Test("of two the larger one is kept")
  func larger() {
    let blocks = ReceiverBlocks(isShared: true)
    blocks.giveBack(outgoing: Self.block(of: 5000), limit: 10)
    blocks.giveBack(outgoing: Self.block(of: 100), limit: 10)
    #expect(blocks.takeOutgoing().capacity >= 5000)
  }
}

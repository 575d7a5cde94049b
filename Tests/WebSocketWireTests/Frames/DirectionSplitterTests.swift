import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 5.1: two directions in one run of bytes")
struct DirectionSplitterTests {
  @Test("every byte goes to the side of its frame, however the run is cut")
  func senders() throws {
    let frames: [(WebSocketRole, [UInt8])] = [
      (.client, hex("81 85 37 fa 21 3d 5f 9f 4d 51 58")), (.server, hex("01 01 61")),
      (.client, hex("89 80 01 02 03 04")),
      (.server, hex("80 02 62 63")), (.server, hex("82 7e 00 82") + [UInt8](repeating: 0x81, count: 130)),
      (.client, hex("82 fe 00 7f 01 02 03 04") + [UInt8](repeating: 0x05, count: 127)),
      (.server, hex("88 00")),
      (.client, hex("88 80 00 00 00 00")),
    ]
    let run = frames.flatMap(\.1)
    let senders = frames.flatMap { sender, bytes in bytes.map { _ in sender } }
    let found = try DripFeed(run: WireFeeds.sides).events(of: run)
    #expect(found.map(\.sender) == senders)
    #expect(found.map(\.value) == run)
    #expect(found.map(\.offset) == (0..<UInt64(run.count)).map { $0 })
  }

  @Test("the first byte of a header waits for its MASK bit")
  func undecided() {
    var splitter = DirectionSplitter()
    splitter.split(hex("89 00 81").span.bytes) { sender, bytes, _ in
      #expect(sender == .server && bytes.byteCount == 2)
    }
    #expect(splitter.undecided == .header([0x81], offset: 2, missing: 1))
    splitter.split(hex("80").span.bytes) { sender, bytes, offset in
      #expect(sender == .client && bytes.byteCount == 1 && offset >= 2)
    }
    #expect(splitter.undecided == nil)
  }

  @Test("a length beyond all memory is one side's to the end")
  func hugeClaim() {
    let found = WireFeeds.sides([hex("82 ff ff ff ff ff ff ff ff ff 01 02 03 04"), hex("81 00 81 80")])
    #expect(found.count == 18 && found.allSatisfy { $0.sender == .client })
  }
}

import Testing
import WebSocketWire
import WireTestSupport

@Suite("hexadecimal digits")
struct HexTests {
  @Test("pairs of lower-case digits")
  func forms() {
    #expect(Hex.byte(0x0A) == "0a")
    #expect(Hex.spaced([0x81, 0x05, 0xFF]) == "81 05 ff")
    #expect(Hex.packed([0x81, 0x05, 0xFF]) == "8105ff")
    #expect(Hex.spaced([]).isEmpty)
  }

  @Test("the literal of the tests reads what the core writes")
  func literal() {
    let all = Array(UInt8.min ... .max)
    #expect(hex(Hex.spaced(all)) == all)
    #expect(hex(Hex.packed(all)) == all)
    #expect(hex("81 05 | 48\n65") == [0x81, 0x05, 0x48, 0x65])
  }
}

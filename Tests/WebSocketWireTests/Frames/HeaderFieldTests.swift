import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 5.2: the table of fields")
struct HeaderFieldTests {
  @Test(
    "the fields cover every bit of a header once and in order",
    arguments: [
      "81 05", "81 85 01 02 03 04", "82 7e 00 7e", "82 fe 00 7e 01 02 03 04",
      "82 ff 00 00 00 00 00 01 00 00 01 02 03 04",
    ])
  func cover(_ bytes: String) throws {
    let header = try #require(FrameHeader(hex(bytes)))
    var end = 0
    for field in HeaderField.allCases {
      guard let bits = field.bits(in: header) else { continue }
      #expect(bits.lowerBound == end, "\(field.name)")
      end = bits.upperBound
    }
    #expect(end == header.count * 8)
  }

  @Test("the values and their meaning, for the client and the server")
  func words() throws {
    let masked = try #require(FrameHeader(hex("41 fe 00 7e 37 fa 21 3d")))
    #expect(
      HeaderField.allCases.map { $0.value(in: masked) } == [
        "0", "100", "0x1", "1", "126", "126", "37 fa 21 3d",
      ])
    #expect(HeaderField.mask.meaning(in: masked, from: .client).contains("must send"))
    #expect(HeaderField.mask.meaning(in: masked, from: .server).contains("must not send"))
    let plain = try #require(FrameHeader(hex("81 05")))
    #expect(HeaderField.mask.meaning(in: plain, from: .server).contains("must send"))
    #expect(HeaderField.mask.meaning(in: plain, from: .client).contains("must not send"))
    #expect(HeaderField.extendedLength.bytes(in: plain) == nil)
    #expect(HeaderField.maskingKey.bytes(in: plain) == nil)
  }
}

import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 5.2: the header")
struct FrameHeaderTests {
  static let lengths: [(UInt64, String)] = [
    (0, "82 00"), (1, "82 01"), (125, "82 7d"), (126, "82 7e 00 7e"), (127, "82 7e 00 7f"),
    (65535, "82 7e ff ff"),
    (65536, "82 7f 00 00 00 00 00 01 00 00"), (1 << 63, "82 7f 80 00 00 00 00 00 00 00"),
    (.max, "82 7f ff ff ff ff ff ff ff ff"),
  ]

  @Test("a length takes the shortest form; from the server and, masked, from the client", arguments: lengths)
  func shortest(_ length: UInt64, _ bytes: String) throws {
    let server = FrameHeader(opcode: .binary, payloadLength: length)
    #expect(server.bytes == hex(bytes))
    let client = FrameHeader(
      opcode: .binary, maskingKey: MaskingKey(bigEndian: 0x0102_0304), payloadLength: length)
    var masked = hex(bytes + "01 02 03 04")
    masked[1] |= 0x80
    #expect(client.bytes == masked)
    for header in [server, client] {
      #expect(FrameHeader(header.bytes) == header)
      #expect(header.payloadLength == length)
      #expect(header.lengthForm == LengthForm(minimalFor: length))
      #expect(header.count == header.bytes.count)
    }
  }

  @Test("a longer form than needed is kept; a shorter one is widened", arguments: LengthForm.allCases)
  func otherForms(_ form: LengthForm) throws {
    for length in [0, 125, 126, 65535, 65536] as [UInt64] {
      let header = FrameHeader(opcode: .text, payloadLength: length, lengthForm: form)
      #expect(header.lengthForm == max(form, LengthForm(minimalFor: length)))
      #expect(header.payloadLength == length)
      #expect(FrameHeader(header.bytes) == header)
    }
  }

  @Test("every first byte is kept: FIN, RSV1 to RSV3 and all sixteen opcodes", arguments: UInt8.min ... .max)
  func firstByte(_ byte: UInt8) throws {
    let header = try #require(FrameHeader([byte, 0x00]))
    #expect(header.isFinal == (byte >= 0x80))
    #expect(header.reserved.contains(.rsv1) == (byte & 0x40 != 0))
    #expect(header.reserved.contains(.rsv2) == (byte & 0x20 != 0))
    #expect(header.reserved.contains(.rsv3) == (byte & 0x10 != 0))
    #expect(header.opcode.rawValue == byte & 0x0F)
    let again = FrameHeader(
      isFinal: header.isFinal, reserved: header.reserved, opcode: header.opcode, payloadLength: 0)
    #expect(again.bytes == [byte, 0x00])
  }

  @Test(
    "too few bytes or too many are not header",
    arguments: ["", "81", "81 7e 00", "81 80 01 02 03", "81 00 00"])
  func wrongCount(_ bytes: String) {
    #expect(FrameHeader(hex(bytes)) == nil)
  }

  @Test("11.8: the opcodes' names, and which are control or reserved")
  func opcodes() {
    let all = (0...15).map { Opcode(rawValue: $0) }
    #expect(all.filter(\.isControl).map(\.rawValue) == Array(8...15))
    #expect(all.filter(\.isReserved).map(\.rawValue) == [3, 4, 5, 6, 7, 11, 12, 13, 14, 15])
    #expect(
      all.filter { !$0.isReserved }.map(\.name) == [
        "CONTINUATION", "TEXT", "BINARY", "CLOSE", "PING", "PONG",
      ])
    #expect(all.filter(\.isReserved).allSatisfy { $0.name == "RESERVED" })
  }

  @Test(
    "5.7: a masking key is after the length",
    arguments: [("81 85 37 fa 21 3d", 2), ("82 fe 00 7e 37 fa 21 3d", 4)])
  func key(_ bytes: String, _ place: Int) throws {
    let header = try #require(FrameHeader(hex(bytes)))
    #expect(header.maskingKey?.bytes == hex("37 fa 21 3d"))
    #expect(HeaderField.maskingKey.bytes(in: header) == place..<place + 4)
  }
}

import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 5.7: frames to bytes")
struct FrameEncoderTests {
  @Test("the standard's examples")
  func examples() {
    let hello = Array("Hello".utf8)
    let key = MaskingKey(bigEndian: 0x37FA_213D)
    #expect(
      FrameEncoder.encode(FrameHeader(opcode: .text, payloadLength: 5), payload: hello)
        == hex("81 05 48 65 6c 6c 6f"))
    #expect(
      FrameEncoder.encode(FrameHeader(opcode: .text, maskingKey: key, payloadLength: 5), payload: hello)
        == hex("81 85 37 fa 21 3d 7f 9f 4d 51 58"))
    #expect(
      FrameEncoder.encode(FrameHeader(opcode: .ping, payloadLength: 5), payload: hello)
        == hex("89 05 48 65 6c 6c 6f"))
  }

  @Test("a payload in parts is masked as if it were one")
  func parts() throws {
    try withSeed { generator in
      let payload = generator.bytes(50)
      let header = FrameHeader(opcode: .binary, maskingKey: MaskingKey(using: &generator), payloadLength: 50)
      let whole = FrameEncoder.encode(header, payload: payload)
      for split in 0...50 {
        let (front, back) = (Array(payload[..<split]), Array(payload[split...]))
        var output: [UInt8] = []
        FrameEncoder.append(header, to: &output)
        FrameEncoder.append(front.span.bytes, of: header, to: &output)
        FrameEncoder.append(back.span.bytes, of: header, position: UInt64(split), to: &output)
        try #require(output == whole)
      }
    }
  }

  @Test("a claim that is a lie is written as it is")
  func lie() {
    let header = FrameHeader(opcode: .text, payloadLength: 1000)
    #expect(FrameEncoder.encode(header, payload: [0x61]) == hex("81 7e 03 e8 61"))
  }
}

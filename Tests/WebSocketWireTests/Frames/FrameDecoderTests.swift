import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 5.2: bytes to frames")
struct FrameDecoderTests {
  static let sizes = [0, 1, 125, 126, 127, 65535, 65536, 70_000]

  @Test("every length form, from the server and from the client, however it is cut", arguments: sizes)
  func frames(_ size: Int) throws {
    let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    for key in [nil, MaskingKey(bigEndian: 0x37FA_213D)] {
      let header = FrameHeader(opcode: .binary, maskingKey: key, payloadLength: UInt64(size))
      let wire = FrameEncoder.encode(header, payload: payload)
      let masked = key?.applied(to: payload) ?? payload
      let events = try DripFeed(run: WireFeeds.decoder).events(of: wire)
      #expect(events == [.header(header, offset: 0)] + (size == 0 ? [] : [.payload(masked)]) + [.frameEnd])
    }
  }

  @Test("many frames in a row have the right offsets")
  func offsets() throws {
    let bytes = hex("81 01 61 | 89 00 | 02 7e 00 01 62 | 80 81 01 02 03 04 05")
    let events = try DripFeed(run: WireFeeds.decoder).events(of: bytes)
    let offsets = events.compactMap { if case .header(_, let offset) = $0 { offset } else { nil } }
    #expect(offsets == [0, 3, 5, 10])
  }

  @Test(
    "5.2: a claim beyond all memory is a number and no allocation",
    arguments: [("82 7f 80 00 00 00 00 00 00 00", 1 << 63), ("82 7f ff ff ff ff ff ff ff ff", UInt64.max)])
  func hugeClaims(_ bytes: String, _ length: UInt64) throws {
    for sender in WebSocketRole.allCases {
      var wire = hex(bytes)
      if sender == .client {
        wire[1] |= 0x80
        wire += [1, 2, 3, 4]
      }
      let events = try DripFeed(behind: nil, run: WireFeeds.decoder).events(of: wire + [0xAA, 0xBB])
      #expect(events.count == 2)
      #expect(events.last == .payload([0xAA, 0xBB]))
      var decoder = FrameDecoder()
      var index = 0
      while decoder.next(in: (wire + [0xAA, 0xBB]).span.bytes, at: &index) != nil {}
      guard case .payload(let header, let missing) = decoder.remainder else {
        Issue.record("the frame cannot be complete")
        return
      }
      #expect(header.payloadLength == length)
      #expect(missing == length - 2)
    }
  }

  @Test("what the end cuts short, at every byte of a masked frame in the 16-bit form")
  func remainders() {
    let bytes = hex("82 fe 00 7e 01 02 03 04") + [UInt8](repeating: 9, count: 126)
    for count in 0...bytes.count {
      var decoder = FrameDecoder(offset: 100)
      var index = 0
      while decoder.next(in: Array(bytes[..<count]).span.bytes, at: &index) != nil {}
      let remainder = decoder.remainder
      switch count {
      case 0, bytes.count: #expect(remainder == nil)
      case 1: #expect(remainder == .header(Array(bytes[..<1]), offset: 100, missing: 1))
      case 2..<8: #expect(remainder == .header(Array(bytes[..<count]), offset: 100, missing: 8 - count))
      default:
        guard case .payload(_, let missing) = remainder else {
          Issue.record("\(count) bytes leave \(String(describing: remainder))")
          return
        }
        #expect(missing == UInt64(bytes.count - count))
      }
    }
  }
}

import Testing

@testable import WebSocketCapture

@Suite("What is in front of IP is passed over")
struct LinkLayerTests {
  private static let ip: [UInt8] = [0x45, 0, 0, 20]

  @Test(
    "each link that is read",
    arguments: [
      (1, PacketWriter.ethernet(ip), 14), (1, PacketWriter.ethernet(ip, type: 0x86DD), 14),
      (1, PacketWriter.ethernet(ip, tags: [0x8100]), 18),
      (1, PacketWriter.ethernet(ip, tags: [0x88A8, 0x8100]), 22),
      (1, PacketWriter.ethernet(ip, tags: [0x9100]), 18),
      (1, PacketWriter.ethernet([0x11, 0, 0, 1, 0, 6, 0x00, 0x21] + ip, type: 0x8864), 22),
      (113, [UInt8](repeating: 0, count: 14) + [0x08, 0x00] + ip, 16),
      (113, [UInt8](repeating: 0, count: 14) + [0x81, 0x00, 0, 7, 0x08, 0x00] + ip, 20),
      (276, [0x86, 0xDD] + [UInt8](repeating: 0, count: 18) + ip, 20), (101, ip, 0), (12, ip, 0), (14, ip, 0),
      (228, ip, 0), (229, ip, 0), (0, [2, 0, 0, 0] + ip, 4), (0, [0, 0, 0, 2] + ip, 4),
      (0, [30, 0, 0, 0] + ip, 4),
      (108, [0, 0, 0, 24] + ip, 4), (9, [0xFF, 0x03, 0x00, 0x21] + ip, 4), (9, [0x00, 0x57] + ip, 2),
      (9, [0x21] + ip, 1), (50, [0xFF, 0x03, 0x00, 0x21] + ip, 4), (50, [0x0F, 0x00, 0x08, 0x00] + ip, 4),
      (51, [0x11, 0, 0, 1, 0, 6, 0x00, 0x21] + ip, 8),
    ] as [(UInt32, [UInt8], Int)])
  func links(link: UInt32, bytes: [UInt8], offset: Int) {
    #expect(LinkLayer.content(of: bytes.span.bytes, LinkType(rawValue: link)) == .ip(offset))
    // No header that is cut is read beyond its end.
    for count in 0..<offset {
      let cut = Array(bytes.prefix(count))
      _ = LinkLayer.content(of: cut.span.bytes, LinkType(rawValue: link))
    }
  }

  @Test(
    "another protocol is passed over, another link is said",
    arguments: [
      (1, PacketWriter.ethernet([0, 1], type: 0x0806), .other), (1, [1, 2, 3], .other),
      (1, PacketWriter.ethernet(ip, tags: [UInt16](repeating: 0x8100, count: 20)), .other),
      (0, [7, 0, 0, 0] + ip, .other), (9, [0xFF, 0x03, 0xC0, 0x21] + ip, .other),
      (276, [0x08, 0x00], .other),
      (127, ip, .unsupported),
    ] as [(UInt32, [UInt8], LinkLayer.Content)])
  func others(link: UInt32, bytes: [UInt8], content: LinkLayer.Content) {
    #expect(LinkLayer.content(of: bytes.span.bytes, LinkType(rawValue: link)) == content)
  }
}

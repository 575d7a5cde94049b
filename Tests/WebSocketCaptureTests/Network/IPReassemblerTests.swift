import Testing
import WireTestSupport

@testable import WebSocketCapture

@Suite("IP packets, whole and in fragments")
struct IPReassemblerTests {
  private static func header(_ bytes: [UInt8], length: Int? = nil) -> IPHeader? {
    IPHeader(bytes.span.bytes, at: 0, length: length ?? bytes.count)
  }

  @Test("the payload is what the lengths say, as far as it was captured")
  func lengths() throws {
    let whole = try #require(
      Self.header(PacketWriter.ip4([1, 2, 3], options: [1, 1, 1, 1]) + [0xEE, 0xEE]))
    #expect(whole.payload == 24..<27 && whole.payloadLength == 3 && whole.fragment == nil)
    #expect("\(whole.source) \(whole.destination)" == "192.0.2.1 192.0.2.2")
    let cut = try #require(Self.header(Array(PacketWriter.ip4([1, 2, 3]).dropLast(2))))
    #expect(cut.payload.count == 1 && cut.payloadLength == 3)
    let offloaded = try #require(Self.header(PacketWriter.ip4([1, 2, 3], total: 0)))
    #expect(offloaded.payload.count == 3 && offloaded.payloadLength == 3)
    let six = try #require(Self.header(PacketWriter.ip6([1, 2, 3]) + [0xEE]))
    #expect(six.payload == 40..<43 && six.payloadLength == 3 && "\(six.source)" == "2001:db8::1")
    let jumbo = try #require(Self.header(PacketWriter.ip6([1, 2, 3], length: 0)))
    #expect(jumbo.payload.count == 3 && jumbo.payloadLength == 3)
  }

  @Test("extension headers of IPv6 are passed over up to the payload")
  func extensions() throws {
    let options: [UInt8] = [60, 0, 0, 0, 0, 0, 0, 0, 51, 1] + [UInt8](repeating: 0, count: 14)
    let authentication: [UInt8] = [6, 1] + [UInt8](repeating: 0, count: 10)
    let header = try #require(
      Self.header(
        PacketWriter.ip6([7, 8, 9, 10, 11, 12, 13, 14], next: 0, extensions: options + authentication)))
    #expect(header.protocolNumber == 6 && header.payloadLength == 8 && header.payload.count == 8)
    let atomic = try #require(
      Self.header(
        PacketWriter.ip6([7], next: 44, extensions: PacketWriter.fragment(next: 6, offset: 0, isLast: true))))
    #expect(atomic.fragment == nil && atomic.protocolNumber == 6 && atomic.payloadLength == 1)
  }

  @Test(
    "what is no IP packet is none",
    arguments: [[], [0x45], [0x10], [0x44] + [UInt8](repeating: 0, count: 30), [0x60, 1, 2]])
  func others(bytes: [UInt8]) { #expect(Self.header(bytes) == nil) }

  /// Cuts a payload at random, into fragments in any order, some twice, some overlapping.
  private static func fragments(
    of payload: [UInt8], isVersion6: Bool, using generator: inout SeededGenerator
  ) -> [[UInt8]] {
    var packets: [[UInt8]] = []
    var start = 0
    while start < payload.count {
      let end = min(payload.count, start + 8 * Int.random(in: 1...20, using: &generator))
      let from = max(0, start - 8 * Int.random(in: 0...1, using: &generator))
      let (part, isLast) = (Array(payload[from..<end]), end == payload.count)
      let packet =
        isVersion6
        ? PacketWriter.ip6(
          part, next: 44, extensions: PacketWriter.fragment(next: 60, offset: from, isLast: isLast))
        : PacketWriter.ip4(part, place: UInt16(from / 8) | (isLast ? 0 : 0x2000))
      packets += [[UInt8]](repeating: packet, count: Int.random(in: 1...2, using: &generator))
      start = end
    }
    return packets.shuffled(using: &generator)
  }

  @Test("fragments in any order, twice or overlapping, are the packet again", arguments: [false, true])
  func reassembles(isVersion6: Bool) throws {
    for _ in 0..<100 {
      try withSeed { generator in
        let content = (0..<Int.random(in: 200...3000, using: &generator)).map {
          UInt8(truncatingIfNeeded: $0)
        }
        // Behind the fragment header of IPv6 there may be more options.
        let payload = (isVersion6 ? [6, 0, 0, 0, 0, 0, 0, 0] : []) + content
        var reassembler = IPReassembler()
        var found: [[UInt8]] = []
        for packet in Self.fragments(of: payload, isVersion6: isVersion6, using: &generator) {
          let header = Self.header(packet)
          guard let header, let fragment = header.fragment else { throw InvariantBroken("no fragment") }
          if let whole = reassembler.receive(header, fragment, packet.span.bytes, at: 0) {
            let inner = IPHeader(whole: whole.span.bytes, of: header)
            try InvariantBroken.unless(inner.protocolNumber == 6, "\(inner)")
            found.append(Array(whole[inner.payload]))
          }
        }
        try InvariantBroken.unless(found.first == content, "\(found.count) packets")
      }
    }
  }

  @Test("a packet whose fragments do not come costs bounded memory, and is counted")
  func bounds() throws {
    var reassembler = IPReassembler()
    for number in 0..<1000 {
      let packet = PacketWriter.ip4(
        [UInt8](repeating: 1, count: 800), identification: UInt16(number), place: 0x2000)
      let header = try #require(Self.header(packet))
      let fragment = try #require(header.fragment)
      let whole = reassembler.receive(header, fragment, packet.span.bytes, at: Int64(number))
      #expect(whole == nil)
    }
    #expect(reassembler.waiting == 64 && reassembler.lost == 936)
  }

  @Test("an identification that is used again later is another packet")
  func patience() throws {
    var reassembler = IPReassembler()
    func receive(_ packet: [UInt8], at time: Int64) throws -> [UInt8]? {
      let header = try #require(Self.header(packet))
      return reassembler.receive(header, try #require(header.fragment), packet.span.bytes, at: time)
    }
    #expect(try receive(PacketWriter.ip4([UInt8](repeating: 1, count: 8), place: 0x2000), at: 0) == nil)
    let late: Int64 = 61_000_000_000
    #expect(try receive(PacketWriter.ip4([UInt8](repeating: 2, count: 8), place: 0x2000), at: late) == nil)
    #expect(try receive(PacketWriter.ip4([3], place: 1), at: late) == [UInt8](repeating: 2, count: 8) + [3])
    #expect(reassembler.lost == 1)
  }
}

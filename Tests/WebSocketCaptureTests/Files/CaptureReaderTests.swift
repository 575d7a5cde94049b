import Foundation
import Testing
import WireTestSupport

@testable import WebSocketCapture

@Suite("Captures of all forms are read, however the file is cut")
struct CaptureReaderTests {
  static let forms = CaptureWriter.Form.allCases.flatMap { form in [(form, ByteOrder.big), (form, .little)] }

  private static func read(_ bytes: [UInt8]) throws -> (packets: [PacketLog.Entry], fault: CaptureFault?) {
    var fault: CaptureFault?
    let feed = DripFeed<PacketLog.Entry>(behind: nil) { pieces in
      let log = PacketLog()
      fault = log.read(pieces)
      return log.entries
    }
    return (try feed.events(of: bytes), fault)
  }

  @Test("packets, times, lengths and links", arguments: forms)
  func reads(form: CaptureWriter.Form, order: ByteOrder) throws {
    var writer = CaptureWriter(form, order, link: 113)
    writer.add([1, 2, 3, 4, 5])
    writer.add([], after: 7)
    writer.add([9], after: 1_000_001, length: 1500)
    let (packets, fault) = try Self.read(writer.bytes)
    #expect(fault == nil)
    #expect(packets.map(\.bytes) == [[1, 2, 3, 4, 5], [], [9]])
    #expect(packets.map(\.packet.length) == [5, 0, 1500])
    #expect(packets.map(\.packet.number) == [1, 2, 3])
    #expect(packets.allSatisfy { $0.packet.link == .linuxCooked })
    let start: Int64 = 1_700_000_000_000_000_000
    #expect(packets.map { $0.packet.time - start } == [0, 7000, 1_000_001_000])
  }

  /// The first bytes of a file that is not a capture, what they are named, and what is known of them.
  static let others: [([UInt8], String, CaptureFault.Resemblance?)] = [
    ([0x28, 0xB5, 0x2F, 0xFD], "a file packed by zstd", .zstd),
    ([0x04, 0x22, 0x4D, 0x18], "a file packed by lz4", .lz4),
    (Array("snoop".utf8), "a capture of snoop", .snoop),
    (Array("{\"type\"".utf8), "7b 22 74 79", .object), ([0x81, 0x01, 0x61, 0x0A], "81 01 61 0a", nil),
  ]

  @Test("another format is named by its first bytes, however the file is cut", arguments: others)
  func namesOthers(bytes: [UInt8], found: String, resemblance: CaptureFault.Resemblance?) throws {
    let fault = try Self.read(bytes).fault
    #expect(fault?.format == .unknown && fault?.offset == 0)
    #expect(fault?.found == found)
    #expect(fault?.resemblance == resemblance)
  }

  @Test("a packed file, in one member or more", arguments: [1, 2, 3])
  func gzip(members: Int) throws {
    var writer = CaptureWriter(.blocks)
    for number in 0..<200 { writer.add([UInt8](repeating: UInt8(number), count: number * 7), after: number) }
    let plain = try Self.read(writer.bytes)
    let size = writer.bytes.count / members
    var packed: [UInt8] = []
    for member in 0..<members {
      let end = member == members - 1 ? writer.bytes.count : (member + 1) * size
      packed += try Packed.gzip(Array(writer.bytes[member * size..<end]))
    }
    let found = try Self.read(packed)
    #expect(found.packets == plain.packets && plain.packets.count == 200)
    #expect(found.fault == nil)
    let cut = try Self.read(Array(packed.dropLast(5)))
    #expect(cut.fault?.format == .gzip && cut.fault?.isCut == true)
    #expect(cut.fault?.offset == UInt64(packed.count - 5))
    let damaged = PacketLog()
    // In the checksum of the last member, for damage before it can make a block that is none.
    packed[packed.count - 6] ^= 0x10
    #expect(damaged.read([packed])?.format == .gzip)
  }

  @Test(
    "sections have their own byte order and interfaces; unknown blocks are passed over, secrets are noticed")
  func sections() throws {
    var writer = CaptureWriter(.blocks, .little, link: 1)
    writer.interface(276, limit: 3, resolution: 0x80 | 10, offset: 100)
    writer.add([1], interface: 0)
    writer.block(5, [UInt8](repeating: 0, count: 8))
    writer.block(0x0000_0BAD, [UInt8](repeating: 7, count: 400))
    writer.block(0x0A, [UInt8](repeating: 7, count: 80))
    // 5.5 s in units of 2^-10 s.
    writer.block(
      6, writer.word(1) + writer.word(0) + writer.word(5632) + writer.word(2) + writer.word(2) + [1, 2, 0, 0])
    var other = CaptureWriter(.blocks, .big, link: 101)
    other.simple([1, 2, 3, 4], length: 4)
    let (packets, fault) = try Self.read(writer.bytes + other.bytes)
    #expect(fault == nil)
    #expect(packets.map(\.packet.link) == [.ethernet, .linuxCooked2, .raw])
    #expect(packets.map(\.bytes) == [[1], [1, 2], [1, 2, 3, 4]])
    #expect(packets[1].packet.time == 105_500_000_000)
    #expect(packets[2].packet.time == packets[1].packet.time, "a simple packet has no time of its own")
    let log = PacketLog()
    #expect(log.read([writer.bytes]) == nil && log.secrets == 1)
  }

  @Test("a simple packet is as long as its interface allows")
  func simplePackets() throws {
    var writer = CaptureWriter(.blocks, .little)
    writer.section()
    writer.interface(1, limit: 3)
    writer.simple([1, 2, 3], length: 1500)
    let packet = try #require(try Self.read(writer.bytes).packets.last)
    #expect(packet.bytes == [1, 2, 3] && packet.packet.length == 1500)
  }

  @Test("times that no clock has are kept within bounds")
  func times() throws {
    var writer = CaptureWriter(.blocks, .little)
    let latest = writer.word(.max) + writer.word(.max) + writer.word(0) + writer.word(0)
    for (resolution, offset) in [(0, 0), (0, Int64.max), (0, .min), (19, 5), (0xBF, -9), (0x80, 1)]
      as [(UInt8, Int64)]
    {
      writer.section()
      writer.interface(1, resolution: resolution, offset: offset)
      writer.block(6, writer.word(0) + latest)
    }
    let (packets, fault) = try Self.read(writer.bytes)
    #expect(fault == nil)
    #expect(
      packets.map(\.packet.time) == [
        .max, .max, 0, 1_844_674_407 + 5_000_000_000, 0, .max,
      ], "\(packets.map(\.packet.time))")
  }

  /// Each with the words of its fault.
  static let broken: [(name: String, bytes: [UInt8], words: String)] = {
    var cases: [(String, [UInt8], String)] = [
      ("empty", [], "capture, byte 0: found an empty file, expected the magic number of pcap or pcapng"),
      (
        "text", Array("hello".utf8),
        "capture, byte 0: found 68 65 6c 6c, expected the magic number of pcap or pcapng"
      ),
      ("one byte", [0xD4], "capture, byte 1: found the end of the file, expected 3 more bytes"),
    ]
    let pcap = CaptureWriter(.microseconds, .little).bytes
    cases.append(
      ("header", Array(pcap.prefix(20)), "pcap, byte 20: found the end of the file, expected 4 more bytes"))
    var version = pcap
    version[4] = 9
    cases.append(("version", version, "pcap, byte 4: found version 9.4, expected version 2.4"))
    let record = pcap + [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0]
    cases.append(
      ("record", record, "pcap, byte 32: found a packet of 16777217 bytes, expected at most 16777216"))
    var cut = CaptureWriter(.nanoseconds, .big)
    cut.add([1, 2, 3])
    cases.append(
      ("cut", Array(cut.bytes.dropLast()), "pcap, byte 42: found the end of the file, expected 1 more bytes"))
    let blocks = CaptureWriter(.blocks, .little)
    let start = blocks.bytes.count
    func with(_ change: (inout CaptureWriter) -> Void) -> [UInt8] {
      var writer = blocks
      change(&writer)
      return writer.bytes
    }
    cases.append(
      (
        "length", blocks.bytes + blocks.word(77) + blocks.word(14) + blocks.word(0),
        "pcapng, byte \(start + 4): found a block of 14 bytes, expected a multiple of 4, at least 12"
      ))
    cases.append(
      (
        "short", with { $0.block(6, $0.word(0)) },
        "pcapng, byte \(start + 4): found a block of type 6 and 16 bytes, expected 32 to 16777216 bytes"
      ))
    cases.append(
      (
        "interface", with { $0.add([1], interface: 3) },
        "pcapng, byte \(start + 8): found a packet of interface 3, expected one of the 1 of this section"
      ))
    cases.append(
      (
        "captured",
        with { $0.block(6, $0.word(0) + $0.word(0) + $0.word(0) + $0.word(9) + $0.word(9) + [1, 2, 3, 4]) },
        "pcapng, byte \(start + 20): found a packet of 9 bytes, expected at most the 4 that its block has"
      ))
    let trailer = with { $0.add([1]) }.dropLast(4) + blocks.word(40)
    cases.append(
      (
        "trailer", Array(trailer),
        "pcapng, byte \(trailer.count - 4): found the length 40 at the end of a block, expected 36"
      ))
    cases.append(
      (
        "resolution", with { $0.interface(1, resolution: 20) },
        "pcapng, byte \(start + 20): found a clock of 10^-20 s, expected 10^-19 or 2^-63 at the least"
      ))
    cases.append(
      (
        "option",
        with { $0.block(1, $0.half(1) + $0.half(0) + $0.word(0) + $0.half(2) + $0.half(90) + $0.word(0)) },
        "pcapng, byte \(start + 16): found an option of 90 bytes, expected at most the 4 that its block has"
      ))
    cases.append(
      (
        "magic", blocks.word(0x0A0D_0D0A) + blocks.word(28) + blocks.word(0x1234_5678),
        "pcapng, byte 8: found the byte-order magic 78563412, expected 1a2b3c4d in either order"
      ))
    cases.append(
      (
        "skipped", with { $0.append($0.word(99) + $0.word(4000)) } + [0, 0, 0, 0],
        "pcapng, byte \(start + 4000): found the end of the file, expected 3988 more bytes"
      ))
    return cases.map { (name: $0.0, bytes: $0.1, words: $0.2) }
  }()

  @Test("what is damaged is one sentence: format, offset, found, expected", arguments: broken.indices)
  func faults(index: Int) throws {
    let (name, bytes, words) = Self.broken[index]
    let log = PacketLog()
    #expect(log.read([bytes])?.sentence == words, "\(name)")
    #expect(log.read(bytes.map { [$0] })?.sentence == words, "\(name), byte by byte")
  }

  @Test("damaged files end in a fault or in packets, and never in more bytes than there were")
  func damage() throws {
    for _ in 0..<300 {
      try withSeed { generator in
        let form = generator.pick(CaptureWriter.Form.allCases) ?? .blocks
        var writer = CaptureWriter(form, Bool.random(using: &generator) ? .big : .little)
        for number in 0..<10 {
          writer.add((0..<Int.random(in: 0...90, using: &generator)).map { UInt8($0) }, after: number)
        }
        let bytes = generator.damaged(writer.bytes)
        let (packets, _) = try Self.read(bytes)
        try InvariantBroken.unless(
          packets.reduce(0) { $0 + $1.bytes.count } <= bytes.count, "\(packets.count) packets")
      }
    }
  }
}

import Testing
import WebSocketWire
import WireTestSupport

@testable import WebSocketCapture

@Suite("Hostile captures end in bounded memory and in no crash")
struct HostileCaptureTests {
  /// What a damaged packet begins with.
  private static let links: [(link: UInt16, front: [UInt8])] = [
    (101, []), (1, PacketWriter.ethernet([])), (1, PacketWriter.ethernet([], tags: [0x8100, 0x88A8])),
    (113, [UInt8](repeating: 0, count: 14) + [0x08, 0x00]), (0, [2, 0, 0, 0]), (9, [0xFF, 0x03, 0x00, 0x21]),
  ]

  @Test("packets and files of real conversations, damaged at random")
  func damage() throws {
    for _ in 0..<150 {
      try withSeed { generator in
        var talk = Talk(client: UInt32.random(in: 0 ... .max, using: &generator), server: 7)
        _ = try talk.converse(using: &generator, steps: 15)
        let (link, front) = generator.pick(Self.links) ?? (101, [])
        var writer = CaptureWriter(
          generator.pick(CaptureWriter.Form.allCases) ?? .blocks, .little, link: link)
        for (index, packet) in generator.displaced(talk.packets, by: 3).enumerated() {
          let isDamaged = Int.random(in: 0..<10, using: &generator) == 0
          let bytes = front + packet
          writer.add(isDamaged ? generator.damaged(bytes) : bytes, after: index * 1000)
        }
        let isFileDamaged = Bool.random(using: &generator)
        let file = isFileDamaged ? generator.damaged(writer.bytes) : writer.bytes
        var logs: [ConversationLog] = []
        let reader = ConversationReader { conversation in
          logs.append(ConversationLog(conversation))
          return logs[logs.count - 1]
        }
        do throws(CaptureFault) {
          for piece in generator.pieces(of: file) { try reader.receive(piece.span.bytes) }
          try reader.end()
        } catch {
          reader.finish()
          try InvariantBroken.unless(isFileDamaged, error.sentence)
        }
        try InvariantBroken.unless(reader.held == 0, "\(reader.held) bytes are held at the end")
        let payload = logs.flatMap(\.frames).reduce(0) { $0 + $1.payload.count }
        try InvariantBroken.unless(payload <= file.count, "\(payload) bytes of payload in \(file.count)")
        try InvariantBroken.unless(logs.allSatisfy { $0.end != nil }, "a connection without an end")
      }
    }
  }

  @Test("connections without end: those that were quiet for longest are given up")
  func flood() throws {
    var opened = 0
    let tracker = ConnectionTracker { _ in
      opened += 1
      return StreamLog()
    }
    for number in 0..<200_000 {
      let segment = PacketWriter.tcp(from: UInt16(number % 60000), to: 80, sequence: 1, flags: 0x02)
      let packet = PacketWriter.ip4(segment, from: UInt32(number))
      let facts = Packet(number: UInt64(number + 1), link: .raw, time: Int64(number), length: packet.count)
      tracker.receive(facts, bytes: packet.span.bytes)
    }
    #expect(opened == 200_000 && tracker.counts.connections == 200_000)
    #expect(tracker.known <= 65536)
  }
}

import Testing
import WebSocketWire
import WireTestSupport

@Suite("Messages in batches are the same messages as those in events")
struct MessageBatchTests {
  /// What a sink that asks for batches gets of the pieces, and how many batches.
  private static func run(
    _ pieces: [[UInt8]], from sender: WebSocketRole = .server, limits: Limits = Limits(),
    deflate: NegotiatedDeflate.Side? = nil
  ) -> (events: [Recorded], batches: Int) {
    let recorder = MessageRecorder()
    var receiver = Receiver(from: sender, limits: limits, policy: .fail, deflate: deflate)
    for piece in pieces { receiver.receive(piece.span.bytes, into: recorder) }
    return (recorder.events, recorder.batches)
  }

  /// The events without those of frames, and without the seams between fragments.
  private static func messages(in events: [Recorded]) -> [Recorded] {
    var found: [Recorded] = []
    for event in events {
      switch event {
      case .header, .payload, .inflated, .frameEnd: break
      case .messageBytes(let kind, let more):
        if case .messageBytes(_, let before) = found.last {
          found[found.count - 1] = .messageBytes(kind, before + more)
        } else {
          found.append(event)
        }
      default: found.append(event)
      }
    }
    return found
  }

  @Test("every vector says the same, whether frames are looked at or not", arguments: try Vectors.frames())
  func vectors(_ vector: FrameVector) throws {
    let sender = try vector.sender
    let agreed = try vector.terms.map { NegotiatedDeflate(answer: $0) }
    let deflate = agreed?[sender]
    // More follows the vector, so that its last frame is far from the end of the piece.
    let bytes = hex(vector.hex) + hex("89 00 | 8a 0e 30 31 32 33 34 35 36 37 38 39 30 31 32 33")
    let seen = WireFeeds.receiver(
      bytes.map { [$0] }, from: sender, limits: vector.wireLimits, policy: .fail, deflate: deflate)
    let blind = Self.run([bytes], from: sender, limits: vector.wireLimits, deflate: deflate)
    #expect(blind.events == Self.messages(in: seen))
  }

  @Test("a piece full of messages becomes as few batches as their kinds allow")
  func few() {
    let texts = [[UInt8]](repeating: hex("81 03 61 c3 a9"), count: 1500).flatMap { $0 }
    let binaries = [[UInt8]](repeating: hex("82 02 ff 00"), count: 3).flatMap { $0 }
    let (events, batches) = Self.run([
      texts + binaries + texts + hex("8a 0c") + [UInt8](repeating: 0, count: 12)
    ]
    )
    #expect(batches == 5, "1024 and 476 texts, 3 binaries, and the texts once more")
    #expect(events.count == 3 * 3003 + 1)
  }

  @Test("what a piece has of a message is in its batch, fragments too")
  func parts() {
    let (events, batches) = Self.run([
      hex("82 03 01 02"), hex("03 | 82 00 | 02 02 04 05 | 00 00 | 80 01 06 | 02 01 07 | 80 7e 00 80 08"),
      [UInt8](repeating: 9, count: 127) + hex("89 01 0a"),
    ])
    #expect(batches == 3, "one for each piece")
    let long = [7, 8] + [UInt8](repeating: 9, count: 127)
    #expect(
      events == [
        .messageStart(.binary), .messageBytes(.binary, [1, 2, 3]), .messageEnd(.binary, length: 3),
        .messageStart(.binary), .messageEnd(.binary, length: 0),
        .messageStart(.binary), .messageBytes(.binary, [4, 5, 6]), .messageEnd(.binary, length: 3),
        .messageStart(.binary), .messageBytes(.binary, long), .messageEnd(.binary, length: 129),
        .ping([10]),
      ])
  }

  @Test("a batch comes before the violation that ends it, and text is checked across fragments")
  func broken() throws {
    let (events, batches) = Self.run([hex("01 02 61 c3 | 00 01 a9 | 80 02 62 ff | 81 01 63")])
    #expect(batches == 1)
    #expect(events.prefix(2) == [.messageStart(.text), .messageBytes(.text, [0x61, 0xC3, 0xA9, 0x62])])
    guard case .violation(let violation)? = events.last else {
      Issue.record("no violation")
      return
    }
    #expect(violation.rule == .textNotUTF8)
    #expect(violation.range == 3..<4)
    #expect(events.count == 3)
  }

  @Test("any frames, cut anywhere")
  func random() throws {
    for _ in 0..<300 {
      try withSeed { generator in
        let bytes = (0..<40).flatMap { _ in Self.frame(&generator) }
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
          let piece = rest.prefix(.random(in: 1...300, using: &generator))
          pieces.append(Array(piece))
          rest = rest.dropFirst(piece.count)
        }
        // No batch is whole in a single byte.
        let frames = WireFeeds.receiver(bytes.map { [$0] }, from: .server, policy: .fail)
        try #require(WireFeeds.receiver(pieces, from: .server, policy: .fail) == frames)
        try #require(WireFeeds.receiver([bytes], from: .server, policy: .fail) == frames)
        let seen = Self.messages(in: frames)
        try #require(Self.run(pieces).events == seen)
        try #require(Self.run([bytes]).events == seen)
      }
    }
  }

  /// Mostly a whole message; sometimes a fragment, a control frame, a broken text or any header at all.
  private static func frame(_ generator: inout SeededGenerator) -> [UInt8] {
    let payload = [UInt8](repeating: 0x61, count: .random(in: 0...140, using: &generator))
    let first: UInt8 =
      switch UInt8.random(in: 0..<40, using: &generator) {
      case 0: 0x01
      case 1: 0x80
      case 2: 0x00
      case 3: 0x02
      case 4: 0x89
      case 5: .random(in: 0...255, using: &generator)
      case 6..<20: 0x81
      default: 0x82
      }
    let isBroken = Int.random(in: 0..<200, using: &generator) == 0
    let header = FrameHeader(
      isFinal: first & 0x80 != 0, reserved: ReservedBits(rawValue: first >> 4),
      opcode: Opcode(rawValue: first),
      payloadLength: UInt64(payload.count))
    return FrameEncoder.encode(header, payload: isBroken ? payload.map { _ in 0xFF } : payload)
  }
}

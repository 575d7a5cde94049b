import Testing
import WebSocketWire
import WireTestSupport

@testable import WebSocketCapture

@Suite("Frames are read again after what a capture lacks, and none is invented")
struct CaptureGapTests {
  /// A conversation that is not compressed, of texts and binary messages.
  private static func talk(using generator: inout SeededGenerator) throws -> Talk {
    var talk = Talk()
    try talk.open()
    for number in 0..<80 {
      let fromClient = Bool.random(using: &generator)
      let isText = Int.random(in: 0..<3, using: &generator) > 0
      let count = Int.random(in: 0...600, using: &generator)
      let payload =
        isText
        ? Array(repeating: "message \(number) ", count: count / 10 + 1).joined().utf8.map { $0 }
        : (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      let size = Int.random(in: 20...300, using: &generator)
      if Int.random(in: 0..<5, using: &generator) == 0 {
        talk.frame(
          payload, opcode: isText ? .text : .binary, isFinal: false, fromClient: fromClient, size: size)
        talk.frame([], opcode: .ping, fromClient: fromClient)
        talk.frame(payload, opcode: .continuation, fromClient: fromClient, size: size)
      } else {
        talk.frame(payload, opcode: isText ? .text : .binary, fromClient: fromClient, size: size)
      }
      talk.acknowledge(fromClient: !fromClient)
    }
    return talk
  }

  /// The complete frames by their sender and place.
  private static func byPlace(_ frames: [FrameRecord]) -> [String: FrameRecord] {
    Dictionary(
      frames.filter { $0.missing == 0 }.map { ("\($0.sender.map { "\($0)" } ?? "-") \($0.offset)", $0) }
    ) { first, _ in first }
  }

  @Test("of packets that are lost at random no frame is wrong, no violation is invented, and most are read")
  func loss() throws {
    var (found, sent) = (0, 0)
    for _ in 0..<60 {
      try withSeed { generator in
        let talk = try Self.talk(using: &generator)
        let whole = try #require(try ConversationLog.read(talk.packets).logs.first)
        let packets =
          talk.packets.prefix(5)
          + talk.packets.dropFirst(5).filter { _ in Int.random(in: 0..<20, using: &generator) > 0 }
        let log = try #require(try ConversationLog.read(Array(packets)).logs.first)
        let (frames, all) = (Self.byPlace(log.frames), Self.byPlace(whole.frames))
        for (place, frame) in frames {
          let same = all[place]
          try InvariantBroken.unless(
            same?.header == frame.header && same?.payload == frame.payload,
            "\(Hex.spaced(frame.header.bytes)) at \(place) is invented: \(frame.payload.prefix(20)), there is \(same.map { Hex.spaced($0.header.bytes) } ?? "none"), after \(log.notes)"
          )
        }
        try InvariantBroken.unless(log.violations.isEmpty, "\(log.violations)")
        try InvariantBroken.unless(!log.notes.isEmpty || frames.count == all.count, "nothing is said")
        found += frames.count
        sent += all.count
      }
    }
    #expect(3 * found > 2 * sent, "\(found) of \(sent)")
  }

  @Test("a gap inside a payload hides nothing of the next frame")
  func insidePayload() throws {
    var talk = Talk()
    try talk.open()
    let before = talk.packets.count
    talk.frame([UInt8](repeating: 0x61, count: 500), fromClient: false, size: 100)
    talk.frame([1], opcode: .binary, fromClient: false)
    talk.acknowledge(fromClient: true)
    var packets = talk.packets
    packets.removeSubrange(before + 2...before + 3)
    let log = try #require(try ConversationLog.read(packets).logs.first)
    #expect(log.notes == [.gap(200, offset: 200), .resumed(offset: 504, passed: 0)])
    #expect(log.frames.map(\.offset) == [0, 504])
    #expect(log.frames.map(\.missing) == [304, 0])
    #expect(log.frames.first?.isCut == true && log.violations.isEmpty)
  }

  @Test("where nothing can be trusted that is said, with how much is not read")
  func unresumed() throws {
    try withSeed { generator in
      var talk = Talk()
      try talk.open()
      let before = talk.packets.count
      talk.frame([1, 2, 3], opcode: .binary, fromClient: true)
      // One frame whose content looks like nothing, and whose header is lost.
      let noise = (0..<400).map { _ in UInt8.random(in: 0x80...0xFF, using: &generator) }
      talk.frame(noise, opcode: .binary, fromClient: true, size: 200)
      talk.acknowledge(fromClient: false)
      var packets = talk.packets
      packets.remove(at: before + 1)
      let log = try ConversationLog.read(packets).logs.first
      try InvariantBroken.unless(
        log?.notes == [.gap(200, offset: 9), .unresumed(passed: 208)], "\(log?.notes ?? [])")
      try InvariantBroken.unless(log?.frames.count == 1, "\(log?.frames.count ?? 0) frames")
    }
  }

  @Test("compressed messages after a gap are inflated only where they cannot refer to what is missing")
  func compression() throws {
    for keepsContext in [true, false] {
      let terms = keepsContext ? "client_max_window_bits" : "server_no_context_takeover"
      let options = try DeflateOptions(terms: DeflateOptions.terms(terms), threshold: 0)
      let request = try OpeningRequest(url: WebSocketURL("ws://a/"), key: Openings.key, deflate: options)
      let client = Connection(client: request, generator: SeededGenerator(seed: 1))
      let server = Connection(server: try UpgradeTerms(deflate: options))
      let recorder = Recorder()
      var talk = Talk()
      func pass(_ end: Connection) {
        let bytes = end.takeOutput()
        talk.send(bytes, fromClient: end === client)
        (end === client ? server : client).receive(bytes.span.bytes, into: recorder)
      }
      pass(client)
      pass(server)
      var lost = 0
      for number in 0..<12 {
        let text = Array("the same words again and again, number \(number)".utf8)
        if number == 3 { lost = talk.packets.count }
        try server.send(.text, text.span.bytes, into: recorder)
        pass(server)
        talk.acknowledge(fromClient: true)
      }
      var packets = talk.packets
      packets.remove(at: lost)
      let log = try #require(try ConversationLog.read(packets).logs.first)
      let later = log.frames.filter { $0.number > 3 }
      #expect(later.count > 2 && log.violations == [], "\(later.count) \(log.violations)")
      #expect(later.allSatisfy { ($0.inflated == nil) == keepsContext })
      if !keepsContext {
        #expect(later.last?.content == Array("the same words again and again, number 11".utf8))
      }
    }
  }

  @Test("a capture that begins after the handshake is read by the MASK bits, which is said")
  func guess() throws {
    for _ in 0..<40 {
      try withSeed { generator in
        let talk = try Self.talk(using: &generator)
        let whole = try #require(try ConversationLog.read(talk.packets).logs.first)
        let start = Int.random(in: 5...talk.packets.count / 3, using: &generator)
        let logs = try ConversationLog.read(Array(talk.packets[start...])).logs
        let log = try #require(logs.first)
        try InvariantBroken.unless(log.notes.first == .guessed && log.report == nil, "\(log.notes)")
        try InvariantBroken.unless("\(log.conversation.endpoint(.client))" == "192.0.2.1:40000", "the client")
        for role in WebSocketRole.allCases {
          // Places count from where the capture begins, so what is compared is what was sent.
          let found = log.frames(from: role).map { [$0.header.bytes, $0.payload] }
          let all = whole.frames(from: role).map { [$0.header.bytes, $0.payload] }
          try InvariantBroken.unless(found == Array(all.suffix(found.count)), "frames from the \(role)")
          try InvariantBroken.unless(found.count > all.count / 3, "\(found.count) of \(all.count)")
        }
        try InvariantBroken.unless(log.violations.isEmpty, "\(log.violations)")
      }
    }
  }

  @Test("streams of noise and of text are not taken for frames")
  func noise() throws {
    for isText in [false, true] {
      for _ in 0..<20 {
        try withSeed { generator in
          var talk = Talk(opens: false)
          for number in 0..<40 {
            let bytes =
              isText
              ? Array("line \(number) AB CD of a protocol that is all text, A\(number)B @ 0.5\r\n".utf8)
              : (0..<1000).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            talk.send(bytes, fromClient: number % 2 == 0)
          }
          let (logs, _) = try ConversationLog.read(talk.packets)
          try InvariantBroken.unless(logs.isEmpty, "a connection is invented: \(logs[0].frames.count) frames")
        }
      }
    }
  }

  @Test("what is searched is bounded")
  func bounds() throws {
    var talk = Talk()
    try talk.open()
    let before = talk.packets.count
    talk.frame([], opcode: .ping, fromClient: false)
    talk.send([UInt8](repeating: 0xFF, count: 1 << 20), fromClient: false)
    talk.acknowledge(fromClient: true)
    var packets = talk.packets
    packets.remove(at: before)
    let log = try #require(try ConversationLog.read(packets).logs.first)
    #expect(log.notes == [.gap(2, offset: 0), .unresumed(passed: 1 << 20)])
    #expect(log.frames.isEmpty)
  }
}

import FuzzSupport
import Testing
import WebSocketWire
import WireTestSupport

@testable import WebSocketCapture

@Suite("recordings in JSON Lines")
struct LineRecordingTests {
  /// What observes a connection and has it recorded.
  private final class Recorded: EventSink {
    let target = RecordedBytes()
    let recorder: LineRecorder
    let builder: TraceBuilder

    init(role: WebSocketRole? = .client, rotation: UInt64? = nil, showsSecrets: Bool = true) {
      recorder = LineRecorder(
        role: role, start: .nanoseconds(1_795_854_600_123_456_789), showsSecrets: showsSecrets,
        rotation: rotation, to: target)
      builder = TraceBuilder(connection: 1, payloadLimit: 0, sinks: [recorder.connection(1)])
    }

    var interests: EventInterests { [.frames, .batches] }

    func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
      builder.handle(event, from: sender, at: time, bytes: bytes)
    }

    /// Opens it as a client's run does.
    func open(deflate: NegotiatedDeflate? = nil, request: [UInt8] = Openings.request) {
      let report = HandshakeRules.check(
        response: HTTPHead(Openings.response), to: HTTPHead(request))
      builder.connected(
        ConnectionSummary(
          url: "ws://server.example/chat", address: "192.0.2.2:80", localAddress: "192.0.2.1:40000",
          phases: [
            Phase(.dns, from: .nanoseconds(7), to: .nanoseconds(1_000_001)),
            Phase(
              .tcp, from: .nanoseconds(1_000_001), to: .nanoseconds(2_000_002), address: "192.0.2.2:80",
              detail: "after 192.0.2.3"),
          ], subprotocol: nil, deflate: deflate), at: .nanoseconds(3_000_003))
      builder.handle(.opened(report), from: .server, at: .nanoseconds(3_000_003), bytes: RawSpan())
    }

    func end(_ ending: ConnectionEnd, at time: Duration) -> [UInt8] {
      builder.end(
        ending, address: "192.0.2.2:80", start: .nanoseconds(5), isInsideMessage: false, at: time)
      recorder.finish()
      return target.bytes
    }
  }

  @Test("what was recorded of any two streams is written again as it was read, however it is cut")
  func identity() throws {
    try withSeed { generator in
      for _ in 0..<25 {
        let deflate =
          Bool.random(using: &generator) ? NegotiatedDeflate(answer: generator.terms()) : nil
        let recorded = Recorded(role: generator.pick([.client, .server, nil]) ?? nil)
        recorded.open(deflate: deflate)
        var observer = Observer(deflate: deflate)
        var time = Duration.nanoseconds(3_000_004)
        for _ in 0..<Int.random(in: 1...12, using: &generator) {
          let sender = generator.pick(WebSocketRole.allCases) ?? .client
          time += .nanoseconds(Int.random(in: 0...2_000_000_000, using: &generator))
          let stream = try Self.stream(sender, deflate, &generator)
          for piece in generator.pieces(of: stream) {
            observer.receive(piece.span.bytes, from: sender, at: time, into: recorded)
          }
        }
        let bytes = recorded.end(.abandoned, at: time + .nanoseconds(1))
        try Self.expectSame(try RecordingCopy().copy(bytes), bytes)
        let piece = Int.random(in: 1...5000, using: &generator)
        try Self.expectSame(try RecordingCopy().copy(bytes, piece: piece), bytes)
      }
    }
  }

  private struct Difference: Error {
    let found: String
    let wanted: String
  }

  /// Fails with the first lines that differ.
  private static func expectSame(_ found: [UInt8], _ wanted: [UInt8]) throws {
    guard found != wanted else { return }
    let lines = [found, wanted].map { bytes in
      bytes.split(separator: 0x0A).map { String(decoding: $0.prefix(700), as: UTF8.self) } + ["(the end)"]
    }
    let pair = zip(lines[0], lines[1]).first { $0 != $1 }
    throw Difference(found: pair?.0 ?? "more", wanted: pair?.1 ?? "more")
  }

  /// What a role says: messages in frames, and now and then what breaks rules.
  private static func stream(
    _ sender: WebSocketRole, _ deflate: NegotiatedDeflate?, _ generator: inout SeededGenerator
  ) throws -> [UInt8] {
    let connection = try Openings.open(
      sender, seed: UInt64.random(in: .min ... .max, using: &generator))
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let kind = generator.pick([MessageKind.text, .binary]) ?? .text
      let content = generator.content(kind)
      try connection.send(kind, fragments: generator.pieces(of: content), into: Recorder())
      if Bool.random(using: &generator) {
        try connection.ping(Array("ping".utf8).span.bytes, into: Recorder())
      }
    }
    let output = connection.takeOutput()
    return Int.random(in: 0..<4, using: &generator) == 0 ? generator.damaged(output) : output
  }

  @Test(
    "every ending comes back",
    arguments: [
      .closed(ClosePayload(code: .goingAway, reason: "bye"), by: .server),
      .closed(ClosePayload(), by: .client),
      .closed(ClosePayload(payload: [0x03, 0xE8, 0xFF]), by: .server),
      .violated(
        Violation(
          .lengthNotMinimal, frameOffset: 7, range: 1..<4, evidence: [0x7E, 0, 1],
          words: "words (RFC 6455 5.3)")),
      .lost(duringHandshake: false, unfinished: .header([0x81], offset: 9, missing: 1)),
      .lost(
        duringHandshake: false, unfinished: .payload(FrameHeader(opcode: .text, payloadLength: 5), missing: 2)
      ),
      .lost(duringHandshake: false, unfinished: nil), .abandoned, .closeIgnored, .timedOut(.close),
      .timedOut(.streamEnd),
    ] as [ConnectionEnd])
  func endings(_ ending: ConnectionEnd) throws {
    let recorded = Recorded()
    recorded.open()
    let bytes = recorded.end(ending, at: .seconds(2))
    let events = try Self.events(bytes)
    guard case .ended(let found, "192.0.2.2:80", .nanoseconds(5), false)? = events.last else {
      return #expect(Bool(false), "\(events)")
    }
    #expect(found == ending)
    #expect(try RecordingCopy().copy(bytes) == bytes)
  }

  private final class Log: RecordingSink {
    var events: [RecordedEvent] = []
    var start = Duration.zero
    func begin(role: WebSocketRole?, start: Duration) { self.start = start }
    func handle(_ event: RecordedEvent, connection: Int, at time: Duration, bytes: RawSpan) {
      events.append(event)
    }
  }

  private static func events(_ bytes: [UInt8]) throws -> [RecordedEvent] {
    let log = Log()
    var reader = LineReader(into: log)
    try reader.receive(bytes.span.bytes)
    try reader.end()
    #expect(log.start == .nanoseconds(1_795_854_600_123_456_789))
    return log.events
  }

  @Test("a handshake comes back with its heads, its checks and its answer to the key")
  func handshake() throws {
    let recorded = Recorded()
    recorded.open()
    let events = try Self.events(recorded.end(.abandoned, at: .seconds(1)))
    let wanted = HandshakeRules.check(
      response: HTTPHead(Openings.response), to: HTTPHead(Openings.request))
    guard case .handshake(let report) = events[1] else { return #expect(Bool(false), "\(events[1])") }
    #expect(report == wanted)
  }

  @Test("secrets of heads are *** unless they are to be shown, and a second writing changes nothing")
  func secrets() throws {
    let request = Array(
      String(decoding: Openings.request, as: UTF8.self).replacing(
        "\r\n\r\n", with: "\r\nAuthorization: Bearer abcdefghijklmn\r\n folded\r\n\r\n"
      ).utf8)
    let hidden = Recorded(showsSecrets: false)
    hidden.open(request: request)
    let bytes = hidden.end(.abandoned, at: .seconds(1))
    #expect(!String(decoding: bytes, as: UTF8.self).contains("abcdefghijklmn"))
    let copy = RecordingCopy { LineRecorder(role: $0, start: $1, showsSecrets: false, to: $2) }
    #expect(try copy.copy(bytes) == bytes)
    let shown = Recorded()
    shown.open(request: request)
    #expect(
      String(decoding: shown.end(.abandoned, at: .seconds(1)), as: UTF8.self).contains("abcdefghijklmn"))
  }

  @Test("each part of a rotated recording is one by itself, and no frame is lost between them")
  func rotation() throws {
    let recorded = Recorded(rotation: 4000)
    recorded.open()
    var observer = Observer()
    for number in 0..<60 {
      let frame = Array("message \(number)".utf8)
      let isFirst = number.isMultiple(of: 3)
      let header = FrameHeader(
        isFinal: number % 3 == 2, opcode: isFirst ? .text : .continuation, payloadLength: UInt64(frame.count))
      observer.receive((header.bytes + frame).span.bytes, from: .server, at: .seconds(number), into: recorded)
      recorded.recorder.flush()
    }
    _ = recorded.end(.abandoned, at: .seconds(100))
    let parts = recorded.target.files
    #expect(parts.count > 3)
    var numbers: [UInt64] = []
    for part in parts {
      let events = try Self.events(part)
      guard case .connected? = events.first else {
        #expect(Bool(false), "\(String(decoding: part, as: UTF8.self))")
        continue
      }
      let copy = RecordingCopy()
      _ = try copy.copy(part)
      for event in events { if case .event(.header(_, let offset), _) = event { numbers.append(offset) } }
    }
    #expect(numbers.count == 60)
    #expect(numbers == numbers.sorted())
    #expect(Set(numbers).count == 60)
  }

  @Test("a file that ends inside a line is read up to there, and says so")
  func cut() throws {
    let recorded = Recorded()
    recorded.open()
    var observer = Observer()
    observer.receive(hex("81 05 68 65 6c 6c 6f").span.bytes, from: .server, into: recorded)
    recorded.recorder.flush()
    let whole = recorded.target.bytes
    // Where only the end of a line is missing, the line is whole.
    for end in stride(from: 1, to: whole.count, by: 7) where whole[end] != 0x0A {
      let part = Array(whole[..<end])
      let log = Log()
      var reader = LineReader(into: log)
      try reader.receive(part.span.bytes)
      guard part.contains(0x0A) else {
        #expect(throws: CaptureFault.self) { try reader.end() }
        continue
      }
      try reader.end()
      #expect(reader.isCut == (part.last != 0x0A))
    }
  }

  @Test(
    "what is wrong is named with its place, what is there and what was expected",
    arguments: [
      (
        "{\"v\":1,\"type\":\"recording\"}\n{\"v\":1,\"type\":\"nonsense\"}\n",
        "byte 27: found the type \"nonsense\""
      ),
      ("{\"a\":1}\n", "byte 0: found an object without a type"),
      ("{\"type\":\"recording\"\n", "byte 19: found the end of the line, expected a comma or }"),
      ("{\"type\":\"frame\",\"sender\":\"server\"}\n", "byte 0: found a frame without its number"),
      (
        "{\"type\":\"frame\",\"sender\":\"server\",\"number\":1,\"header\":\"8101\",\"text\":\"ab\"}\n",
        "byte 0: found 2 bytes of payload, expected at most the 1 of the header"
      ),
      ("{\"type\":\"frame\",\"header\":\"81\"}\n", "expected the header of a frame in hex"),
    ])
  func faults(_ text: String, _ sentence: String) throws {
    var reader = LineReader(into: Log())
    let fault = #expect(throws: CaptureFault.self) {
      try reader.receive(Array(text.utf8).span.bytes)
      try reader.end()
    }
    #expect(fault?.sentence.contains(sentence) == true, "\(fault?.sentence ?? "none")")
  }

  @Test("a damaged recording ends in a fault or is read, and never in a trap")
  func damage() throws {
    let recorded = Recorded()
    recorded.open()
    var observer = Observer()
    observer.receive(
      hex("01 02 c3 a4 | 80 01 61 | 89 01 70 | c1 00 | 88 03 03 e8 ff").span.bytes, from: .server,
      into: recorded)
    let bytes = recorded.end(.abandoned, at: .seconds(1))
    try withSeed { generator in
      for _ in 0..<500 { _ = try? RecordingCopy().copy(generator.damaged(bytes)) }
    }
  }
}

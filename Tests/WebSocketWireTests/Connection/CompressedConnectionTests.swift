import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 7692: connections that compress")
struct CompressedConnectionTests {
  private static func pair(
    _ offers: String = "client_max_window_bits", wanted: String = "client_max_window_bits",
    threshold: Int = 0,
    pieceSize: Int = .max
  ) throws -> Loopback {
    func options(_ text: String) throws -> DeflateOptions {
      try DeflateOptions(terms: DeflateOptions.terms(text), threshold: threshold)
    }
    var pair = Loopback(
      request: try OpeningRequest(url: WebSocketURL("ws://a/"), key: Openings.key, deflate: options(offers)),
      terms: try UpgradeTerms(deflate: options(wanted)), pieceSize: pieceSize)
    pair.pump()
    return pair
  }

  private static func agreed(_ recorder: Recorder) -> NegotiatedDeflate? {
    guard case .opened(let report) = recorder.events.first else { return nil }
    return report.deflate
  }

  /// What is offered, and what the server would like.
  static let terms: [(String, String)] = [
    ("client_max_window_bits", "client_max_window_bits"),
    ("server_no_context_takeover", "client_max_window_bits"),
    ("client_max_window_bits", "client_no_context_takeover"),
    ("client_max_window_bits=8; server_max_window_bits=8", "client_max_window_bits"),
    (
      "client_max_window_bits",
      "client_max_window_bits=9; server_max_window_bits=9; server_no_context_takeover"
    ),
    ("server_max_window_bits=12, client_no_context_takeover", "client_max_window_bits"),
  ]

  @Test("both ends agree on the same, and any messages arrive as they were sent", arguments: terms)
  func messages(_ offers: String, _ wanted: String) throws {
    try withSeed { generator in
      for pieceSize in [1, 7, 1000, .max] {
        var pair = try Self.pair(offers, wanted: wanted, threshold: 20, pieceSize: pieceSize)
        let agreed = Self.agreed(pair.clientSide)
        try InvariantBroken.unless(
          agreed != nil && agreed == Self.agreed(pair.serverSide), "\(agreed as Any)")
        var sent: [[UInt8]] = []
        for _ in 0..<12 {
          let fragments = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            let word = Array("word \(Int.random(in: 0...9, using: &generator)) ".utf8)
            return (0..<Int.random(in: 0...60, using: &generator)).flatMap { _ in word }
          }
          sent.append(fragments.flatMap { $0 })
          for (connection, side) in [(pair.client, pair.clientSide), (pair.server, pair.serverSide)] {
            try connection.send(.text, fragments: fragments, into: side)
            try connection.ping(RawSpan(), into: side)
          }
        }
        pair.pump()
        for side in [pair.clientSide, pair.serverSide] {
          try InvariantBroken.unless(side.messages.map(\.bytes) == sent, "other messages")
          try InvariantBroken.unless(side.violations.isEmpty, "\(side.violations)")
        }
      }
    }
  }

  @Test("RSV1 marks the first frame, and what was sent is reported both ways")
  func bits() throws {
    var pair = try Self.pair()
    try pair.client.send(
      .text, fragments: [Array("Hello".utf8), [], Array("Hello".utf8)], into: pair.clientSide)
    try pair.client.send(.binary, RawSpan(), into: pair.clientSide)
    pair.pump()
    #expect(pair.clientSide.sent.map(\.header.reserved) == [.rsv1, [], [], .rsv1])
    #expect(pair.clientSide.sent.map(\.payload.count).last == 1)
    #expect(pair.clientSide.sentInflated == [Array("Hello".utf8), [], Array("Hello".utf8), []])
    let told = pair.serverSide.events.filter { if case .inflated = $0 { true } else { false } }
    #expect(
      told == [
        .inflated(Array("Hello".utf8), carriesContext: false), .inflated([], carriesContext: false),
        .inflated(Array("Hello".utf8), carriesContext: false), .inflated([], carriesContext: true),
      ])
    #expect(pair.serverSide.messages.map(\.bytes) == [Array("HelloHello".utf8), []])
  }

  @Test("messages below the threshold, and those whose length comes before their bytes, go out as they are")
  func threshold() throws {
    var pair = try Self.pair(threshold: 5)
    for text in ["four", "fives"] {
      try pair.server.send(.text, text.utf8Span.span.bytes, into: pair.serverSide)
    }
    try pair.server.beginMessage(.text, length: 6, into: pair.serverSide)
    try pair.server.continueMessage("sixsix".utf8Span.span.bytes, into: pair.serverSide)
    pair.pump()
    #expect(pair.serverSide.sent.map(\.header.reserved) == [[], .rsv1, []])
    #expect(
      pair.clientSide.messages.map { String(decoding: $0.bytes, as: UTF8.self) } == [
        "four", "fives", "sixsix",
      ])
  }

  @Test("who offers nothing, or does not want it, goes without")
  func without() throws {
    for (offered, wanted) in [(nil, DeflateOptions.default), (.default, nil), (nil, nil)]
      as [(DeflateOptions?, DeflateOptions?)]
    {
      var pair = Loopback(
        request: try OpeningRequest(url: WebSocketURL("ws://a/"), key: Openings.key, deflate: offered),
        terms: try UpgradeTerms(deflate: wanted))
      pair.pump()
      try pair.client.send(.text, [UInt8](repeating: 0x61, count: 1000).span.bytes, into: pair.clientSide)
      pair.pump()
      #expect(Self.agreed(pair.clientSide) == nil && Self.agreed(pair.serverSide) == nil)
      #expect(pair.clientSide.sent.map(\.header.reserved) == [[]])
      #expect(pair.serverSide.messages.map(\.bytes.count) == [1000])
    }
  }

  /// To the client; the rule that fails it and the code that it says.
  static let faults: [(String, String, Rule, CloseCode)] = [
    ("", "c1 05 f2 00 11 00 00", .deflateCorrupt, .invalidFramePayloadData),
    ("", "c1 02 07 00", .deflateCorrupt, .invalidFramePayloadData),
    ("", "c1 04 f2 48 cd c9", .deflateCorrupt, .invalidFramePayloadData),
    ("", "c1 08 f3 48 cd c9 c9 07 00 ff", .deflateCorrupt, .invalidFramePayloadData),
    (
      "server_no_context_takeover", "c1 07 f2 48 cd c9 c9 07 00 | c1 05 f2 00 11 00 00", .deflateCorrupt,
      .invalidFramePayloadData
    ),
    ("", "c1 07 00 01 00 fe ff ff 00", .textNotUTF8, .invalidFramePayloadData),
    ("", "c2 09 62 a0 26 80 01 00 00 00 00", .messageTooBig, .messageTooBig),
    ("", "41 03 f2 48 cd | c0 00", .compressedBit, .protocolError),
    ("", "c9 00", .compressedBit, .protocolError),
    ("", "b1 00", .reservedBits, .protocolError),
  ]

  @Test("the rule, its code, and the same story however it is cut", arguments: faults)
  func fails(_ terms: String, _ bytes: String, _ rule: Rule, _ code: CloseCode) throws {
    let terms = terms.isEmpty ? DeflateTerms() : try DeflateOptions.terms(terms)[0]
    let feed = DripFeed(behind: nil) { pieces -> [Recorded] in
      let events = WireFeeds.connection(
        pieces, try Openings.open(.client, limits: Limits(message: 10), deflate: terms))
      return events.filter {
        switch $0 {
        case .messageBytes, .messageEnd, .violation, .sent, .ended: true
        default: false
        }
      }
    }
    let events = try feed.events(of: hex(bytes))
    guard case .ended(.violated(let violation)) = events.last,
      case .sent(_, let payload, _)? = events.dropLast().last
    else {
      Issue.record("\(events)")
      return
    }
    #expect(violation.rule == rule)
    #expect(ClosePayload(payload: payload).code == code)
  }

  @Test("a text is handed on up to the byte that is not UTF-8, and fails there, before its message ends")
  func earlyText() throws {
    let deflater = try #require(Deflater(.init(), level: 6))
    var packed: [UInt8] = []
    deflater.append((Array("good".utf8) + [0xFF]).span.bytes, isLast: false, to: &packed)
    let events = WireFeeds.connection(
      [[0x41, UInt8(packed.count)] + packed], try Openings.open(.client, deflate: DeflateTerms()), end: false)
    #expect(events.contains(.messageBytes(.text, Array("good".utf8))))
    let rules = events.compactMap { if case .violation(let violation) = $0 { violation.rule } else { nil } }
    #expect(rules == [.textNotUTF8])
  }

  /// Counts what passes, and holds nothing.
  private final class Meter: EventSink {
    let interests: EventInterests = []
    var bytes: UInt64 = 0
    var largest = 0
    var rules: [Rule] = []

    func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes piece: RawSpan)
    {
      switch event {
      case .messageBytes:
        bytes += UInt64(piece.byteCount)
        largest = max(largest, piece.byteCount)
      case .violation(let violation): rules.append(violation.rule)
      default: break
      }
    }
  }

  @Test("a bomb is stopped at the limit where there is one, and passes in small pieces where there is none")
  func bomb() throws {
    let deflater = try #require(Deflater(.init(), level: 9))
    var packed: [UInt8] = []
    deflater.append([UInt8](repeating: 0, count: 32 << 20).span.bytes, isLast: true, to: &packed)
    let frame = FrameEncoder.encode(
      FrameHeader(reserved: .rsv1, opcode: .binary, payloadLength: UInt64(packed.count)), payload: packed)
    for (limit, bytes, rules) in [(1 << 20, 1 << 20, [Rule.messageTooBig]), (nil, 32 << 20, [])]
      as [(UInt64?, UInt64, [Rule])]
    {
      let connection = try Openings.open(.client, limits: Limits(message: limit), deflate: DeflateTerms())
      let meter = Meter()
      connection.receive(frame.span.bytes, into: meter)
      #expect(meter.bytes == bytes)
      #expect(meter.rules == rules)
      #expect(meter.largest <= 65536)
    }
  }

  @Test("an observer goes on after a message that does not inflate, and after one that is given up")
  func observer() {
    let recorder = Recorder(.report)
    var observer = Observer(deflate: NegotiatedDeflate())
    let bytes = hex("c1 02 07 00 | c1 07 f2 48 cd c9 c9 07 00 | 41 03 f2 48 cd | c1 07 f2 48 cd c9 c9 07 00")
    observer.receive(bytes.span.bytes, from: .server, into: recorder)
    #expect(recorder.violations.map(\.rule) == [.deflateCorrupt, .messageInterrupted])
    #expect(recorder.messages.map(\.bytes) == [[], Array("Hello".utf8), Array("Hello".utf8)])
  }

  @Test("a record holds both forms, each as far as it is kept")
  func record() throws {
    var recorder = FrameRecorder(from: .client, keep: 3)
    let message = Array("Hello".utf8)
    let context = DeflateContext(.init(), isCarried: true)
    _ = recorder.record(
      .header(FrameHeader(reserved: .rsv1, opcode: .text, payloadLength: 7), offset: 0), bytes: RawSpan())
    _ = recorder.record(.inflated(context), bytes: RawSpan())
    _ = recorder.record(.inflated(context), bytes: message.span.bytes.extracting(first: 2))
    _ = recorder.record(
      .inflated(context), bytes: message.span.bytes.extracting(droppingFirst: 2))
    _ = recorder.record(.payload, bytes: hex("f2 48 cd c9 c9 07 00").span.bytes)
    let complete = recorder.record(.frameEnd, bytes: RawSpan())
    let record = try #require(complete)
    #expect(record.inflated == InflatedPayload(Array("Hel".utf8), omitted: 2, context: context))
    #expect(record.inflated?.count == 5)
    #expect(record.payload == hex("f2 48 cd") && record.omitted == 4 && record.wireCount == 9)
    #expect(record.prefix(1).inflated == InflatedPayload(Array("H".utf8), omitted: 4, context: context))
  }
}

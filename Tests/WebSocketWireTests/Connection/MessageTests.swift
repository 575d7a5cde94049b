import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 5.4, 5.6: messages, both ways")
struct MessageTests {
  private static func pair(_ pieceSize: Int = .max) throws -> Loopback {
    var pair = Loopback(
      request: try OpeningRequest(url: WebSocketURL("ws://a/"), key: Openings.key), pieceSize: pieceSize)
    pair.pump()
    return pair
  }

  @Test("every size and kind arrives as it was sent", arguments: [0, 1, 125, 126, 65535, 65536, 200_000])
  func sizes(_ size: Int) throws {
    let text = [UInt8](repeating: 0x61, count: size)
    let binary = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
    var pair = try Self.pair(16_384)
    try pair.client.send(.text, text.span.bytes, into: pair.clientSide)
    try pair.client.send(.binary, binary.span.bytes, into: pair.clientSide)
    try pair.server.send(.text, text.span.bytes, into: pair.serverSide)
    try pair.server.send(.binary, binary.span.bytes, into: pair.serverSide)
    pair.pump()
    for side in [pair.clientSide, pair.serverSide] {
      #expect(side.messages.map(\.kind) == [.text, .binary])
      #expect(side.messages.map(\.bytes) == [text, binary])
      #expect(side.violations.isEmpty)
    }
    #expect(pair.clientSide.sent.allSatisfy { $0.header.isMasked })
    #expect(pair.serverSide.sent.allSatisfy { !$0.header.isMasked })
  }

  @Test("pieces of a block go out as if one by one", arguments: MessageKind.allCases)
  func pieces(_ kind: MessageKind) throws {
    let block = Array("one\n\ntwo three\n".utf8)
    let pieces = [0..<3, 4..<4, 5..<14]
    let (together, apart) = (try Openings.open(.client), try Openings.open(.client))
    let recorder = Recorder(of: .client)
    #expect(try together.send(kind, pieces, of: block.span.bytes, into: recorder) == 3)
    for piece in pieces { try apart.send(kind, block[piece].span.bytes, into: recorder) }
    #expect(together.takeOutput() == apart.takeOutput())
  }

  @Test("a piece that is not UTF-8 ends the sending, and what is in front of it is sent")
  func brokenPiece() throws {
    let connection = try Openings.open(.server)
    let block = hex("61 ff 62")
    #expect(
      try connection.send(.text, [0..<1, 1..<2, 2..<3], of: block.span.bytes, into: Recorder(of: .server))
        == 1)
    #expect(connection.takeOutput() == hex("81 01 61"))
  }

  @Test("output is handed over once, and what comes next is alone")
  func handedOver() throws {
    let connection = try Openings.open(.server)
    for byte in hex("61 62") {
      try connection.send(.text, [byte].span.bytes, into: Recorder(of: .server))
      #expect(connection.outputCount == 3)
      var taken: [UInt8] = []
      connection.takeOutput { bytes in bytes.withUnsafeBytes { taken = Array($0) } }
      #expect(taken == hex("81 01") + [byte] && connection.outputCount == 0)
    }
  }

  @Test("what is said to be sent is what is on the wire", arguments: WebSocketRole.allCases)
  func wire(_ role: WebSocketRole) throws {
    let connection = try Openings.open(role)
    let recorder = Recorder(of: role)
    try connection.send(.text, Array("hé".utf8).span.bytes, into: recorder)
    try connection.ping(hex("01 02").span.bytes, into: recorder)
    try connection.pong(RawSpan(), into: recorder)
    var wire: [UInt8] = []
    for event in recorder.events {
      guard case .sent(let header, let payload, let offset) = event else { continue }
      #expect(offset == UInt64(wire.count))
      wire += FrameEncoder.encode(header, payload: payload)
    }
    #expect(connection.sentOffset == UInt64(wire.count))
    #expect(connection.takeOutput() == wire)
    #expect(connection.takeOutput().isEmpty)
  }

  /// é in two fragments with a ping between them; from the server, and masked with zeros from the client.
  static let cut: [(WebSocketRole, String)] = [
    (.client, "01 02 68 c3 | 89 01 70 | 00 00 | 80 01 a9"),
    (.server, "01 82 00 00 00 00 68 c3 | 89 81 00 00 00 00 70 | 00 80 00 00 00 00 | 80 81 00 00 00 00 a9"),
  ]

  @Test("5.4, 8.1: a text in fragments, a scalar cut between them, a ping answered at once", arguments: cut)
  func fragments(_ role: WebSocketRole, _ bytes: String) throws {
    let events = try WireFeeds.drip(Openings.open(role), end: false).events(of: hex(bytes))
    let told = events.filter {
      switch $0 {
      case .messageStart, .messageBytes, .messageEnd, .ping, .sent, .violation, .ended: true
      default: false
      }
    }
    #expect(told.count == 6)
    #expect(told[0] == .messageStart(.text))
    #expect(told[1] == .messageBytes(.text, hex("68 c3")))
    #expect(told[2] == .ping(hex("70")))
    guard case .sent(let header, let payload, _) = told[3] else {
      Issue.record("\(told[3])")
      return
    }
    #expect(header.opcode == .pong && payload == hex("70") && header.isMasked == (role == .client))
    #expect(told[4] == .messageBytes(.text, hex("a9")))
    #expect(told[5] == .messageEnd(.text, length: 3))
  }

  @Test(
    "5.6: a text that is not UTF-8 is not sent, and the connection goes on", arguments: WebSocketRole.allCases
  )
  func notText(_ role: WebSocketRole) throws {
    let connection = try Openings.open(role)
    let recorder = Recorder(of: role)
    let error = #expect(throws: UsageError.self) {
      try connection.send(.text, hex("61 ff").span.bytes, into: recorder)
    }
    #expect(error?.description.contains("byte 1") == true)
    #expect(connection.output.isEmpty && recorder.events.isEmpty && connection.isOpen)
  }

  @Test("any frame can be put on the wire as it is, and an honest peer refuses it", arguments: [1, .max])
  func rawFrame(_ pieceSize: Int) throws {
    var pair = try Self.pair(pieceSize)
    let header = FrameHeader(isFinal: false, reserved: .rsv2, opcode: Opcode(rawValue: 0xB), payloadLength: 9)
    try pair.client.sendFrame(header, payload: hex("01").span.bytes, into: pair.clientSide)
    #expect(pair.client.output == hex("2b 09 01"))
    pair.pump()
    guard case .violated(let violation) = pair.serverSide.events.compactMap({ Self.ending($0) }).last ?? nil
    else {
      #expect(pair.server.state == .failed)
      #expect(
        pair.serverSide.violations.map(\.rule) == [
          .reservedBits, .reservedOpcode, .controlFragmented, .maskRequired,
        ])
      return
    }
    Issue.record("ended before the stream did: \(violation)")
  }

  private static func ending(_ event: Recorded) -> ConnectionEnd? {
    if case .ended(let ending) = event { ending } else { nil }
  }

  /// Answers a text from inside the event that completes it.
  private final class Echo: EventSink {
    let connection: Connection
    let recorder = Recorder(of: .server)
    init(_ connection: Connection) { self.connection = connection }

    func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
      recorder.handle(event, from: sender, at: time, bytes: bytes)
      guard case .messageEnd(.text, _) = event, connection.isOpen else { return }
      try? connection.send(.text, hex("62").span.bytes, into: self)
    }
  }

  @Test("an answer given from inside an event is before the reply to a Close after the question")
  func inside() throws {
    let server = try Openings.open(.server)
    let echo = Echo(server)
    let bytes = hex("81 81 00 00 00 00 61 | 89 80 00 00 00 00 | 88 80 00 00 00 00")
    server.receive(bytes.span.bytes, into: echo)
    #expect(server.takeOutput() == hex("81 01 62 | 8a 00 | 88 00"))
    #expect(echo.recorder.ending == .closed(ClosePayload(), by: .client))
  }
}

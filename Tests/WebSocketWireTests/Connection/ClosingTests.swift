import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 7.1: every order of closing")
struct ClosingTests {
  private static func pair(_ pieceSize: Int) throws -> Loopback {
    var pair = Loopback(
      request: try OpeningRequest(url: WebSocketURL("ws://a/"), key: Openings.key), pieceSize: pieceSize)
    pair.pump()
    return pair
  }

  /// A Close frame to a role.
  private static func close(_ body: String, to role: WebSocketRole) -> [UInt8] {
    let payload = hex(body)
    let key = role == .server ? MaskingKey(bigEndian: 0x0102_0304) : nil
    return FrameEncoder.encode(
      FrameHeader(opcode: .close, maskingKey: key, payloadLength: UInt64(payload.count)), payload: payload)
  }

  @Test(
    "one side closes, the other answers with its code, and both know who began",
    arguments: WebSocketRole.allCases,
    [1, .max])
  func oneSide(_ first: WebSocketRole, _ pieceSize: Int) throws {
    var pair = try Self.pair(pieceSize)
    if first == .client {
      try pair.client.close(.goingAway, reason: "bye", into: pair.clientSide)
      #expect(pair.client.state == .closeSent && pair.client.state.deadline == .close)
    } else {
      try pair.server.close(.goingAway, reason: "bye", into: pair.serverSide)
      #expect(pair.server.state == .closeSent && pair.server.state.deadline == .close)
    }
    pair.pump()
    let ending = ConnectionEnd.closed(ClosePayload(code: .goingAway, reason: "bye"), by: first)
    #expect(pair.clientSide.ending == ending)
    #expect(pair.serverSide.ending == ending)
    let answers = first == .client ? pair.serverSide.sent : pair.clientSide.sent
    #expect(answers.map(\.payload) == [hex("03 e9")])
  }

  @Test(
    "both close at once: two Close frames pass, and each side calls itself the first", arguments: [1, .max])
  func bothAtOnce(_ pieceSize: Int) throws {
    var pair = try Self.pair(pieceSize)
    try pair.client.close(.normalClosure, into: pair.clientSide)
    try pair.server.close(.goingAway, into: pair.serverSide)
    pair.pump()
    #expect(pair.clientSide.ending == .closed(ClosePayload(code: .normalClosure), by: .client))
    #expect(pair.serverSide.ending == .closed(ClosePayload(code: .goingAway), by: .server))
    #expect(pair.clientSide.sent.count == 1 && pair.serverSide.sent.count == 1)
  }

  @Test("7.1.5: a Close without a body is answered without one", arguments: WebSocketRole.allCases)
  func empty(_ role: WebSocketRole) throws {
    let connection = try Openings.open(role)
    let recorder = Recorder(of: role)
    connection.receive(Self.close("", to: role).span.bytes, into: recorder)
    #expect(connection.state == (role == .server ? .ended : .closed))
    connection.receiveEOF(into: recorder)
    #expect(recorder.ending == .closed(ClosePayload(), by: role.peer))
    #expect(recorder.sent.map(\.payload) == [[]])
    let other = try Openings.open(role)
    try other.close(nil, into: recorder)
    #expect(recorder.sent.last?.payload == [])
  }

  @Test("7.1.1: the client waits for the end of the stream, at most until the deadline")
  func clientWaits() throws {
    for byDeadline in [false, true] {
      let client = try Openings.open(.client)
      let recorder = Recorder(of: .client)
      client.receive(Self.close("03 e8", to: .client).span.bytes, into: recorder)
      #expect(client.state == .closed && client.state.deadline == .streamEnd && recorder.ending == nil)
      if byDeadline { client.deadlinePassed(into: recorder) } else { client.receiveEOF(into: recorder) }
      #expect(recorder.ending == .closed(ClosePayload(code: .normalClosure), by: .server))
    }
  }

  @Test("7.1.7: no Close answers ours: the deadline is named, or the loss", arguments: WebSocketRole.allCases)
  func noAnswer(_ role: WebSocketRole) throws {
    for byDeadline in [false, true] {
      let connection = try Openings.open(role)
      let recorder = Recorder(of: role)
      try connection.close(into: recorder)
      if byDeadline {
        connection.deadlinePassed(into: recorder)
      } else {
        connection.receiveEOF(into: recorder)
      }
      #expect(
        recorder.ending == (byDeadline ? .timedOut(.close) : .lost(duringHandshake: false, unfinished: nil)))
    }
  }

  @Test(
    "messages that were on their way when we closed are still heard; pings are not answered",
    arguments: WebSocketRole.allCases)
  func onTheirWay(_ role: WebSocketRole) throws {
    func closing() throws -> Connection {
      let connection = try Openings.open(role)
      try connection.close(into: Recorder(of: role))
      return connection
    }
    let key = role == .server ? MaskingKey(bigEndian: 9) : nil
    let frames =
      FrameEncoder.encode(FrameHeader(opcode: .text, maskingKey: key, payloadLength: 1), payload: [0x61])
      + FrameEncoder.encode(FrameHeader(opcode: .ping, maskingKey: key, payloadLength: 0), payload: [])
      + Self.close("03 e8", to: role)
    let events = try WireFeeds.drip(closing()).events(of: frames)
    #expect(events.contains(.messageEnd(.text, length: 1)) && events.contains(.ping([])))
    #expect(!events.contains { if case .sent = $0 { true } else { false } })
    #expect(events.last == .ended(.closed(ClosePayload(code: .normalClosure), by: role)))
  }

  @Test(
    "5.5.1: what follows the peer's Close is reported once and is no reason to fail; a server is done by then"
  )
  func behindClose() throws {
    for role in WebSocketRole.allCases {
      let bytes = Self.close("03 e8", to: role) + hex("81 00 81 00 ff ff")
      let events = try WireFeeds.drip(Openings.open(role)).events(of: bytes)
      let rules = events.compactMap { if case .violation(let violation) = $0 { violation.rule } else { nil } }
      #expect(rules == (role == .client ? [.dataAfterClose] : []))
      #expect(events.last == .ended(.closed(ClosePayload(code: .normalClosure), by: role.peer)))
    }
  }

  @Test(
    "after our Close nothing more can be sent, and none but the right codes",
    arguments: WebSocketRole.allCases)
  func refused(_ role: WebSocketRole) throws {
    let connection = try Openings.open(role)
    let recorder = Recorder(of: role)
    for code in [0, 999, 1004, 1005, 1006, 1015, 2999, 5000] as [UInt16] {
      #expect(throws: UsageError.self) { try connection.close(CloseCode(rawValue: code), into: recorder) }
    }
    #expect(connection.isOpen && connection.output.isEmpty)
    try connection.close(CloseCode(rawValue: 4999), into: recorder)
    #expect(throws: UsageError.self) { try connection.close(into: recorder) }
    #expect(throws: UsageError.self) { try connection.send(.text, RawSpan(), into: recorder) }
    #expect(recorder.sent.count == 1)
  }

  @Test(
    "the end of the stream and every deadline are reported once, and nothing follows",
    arguments: WebSocketRole.allCases)
  func once(_ role: WebSocketRole) throws {
    let connection = try Openings.open(role)
    let recorder = Recorder(of: role)
    connection.deadlinePassed(into: recorder)
    #expect(connection.isOpen, "an open connection has no deadline")
    for _ in 0..<2 {
      connection.receiveEOF(into: recorder)
      connection.deadlinePassed(into: recorder)
      connection.receive(Self.close("", to: role).span.bytes, into: recorder)
    }
    #expect(recorder.events == [.ended(.lost(duringHandshake: false, unfinished: nil))])
  }
}

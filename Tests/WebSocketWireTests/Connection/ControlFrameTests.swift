import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 5.5.2, 5.5.3: ping and pong")
struct ControlFrameTests {
  private static func ping(_ payload: [UInt8], to role: WebSocketRole) -> [UInt8] {
    let key = role == .server ? MaskingKey(bigEndian: 0x0102_0304) : nil
    return FrameEncoder.encode(
      FrameHeader(opcode: .ping, maskingKey: key, payloadLength: UInt64(payload.count)), payload: payload)
  }

  @Test("5.5.2: each ping is answered with its own payload, in order", arguments: WebSocketRole.allCases)
  func answers(_ role: WebSocketRole) throws {
    let payloads: [[UInt8]] = [[], [1], [UInt8](repeating: 7, count: 125)]
    let bytes = payloads.flatMap { Self.ping($0, to: role) }
    let events = try WireFeeds.drip(Openings.open(role), end: false).events(of: bytes)
    let pongs = events.compactMap {
      if case .sent(let header, let payload, _) = $0 { (header, payload) } else { nil }
    }
    #expect(pongs.map(\.1) == payloads)
    #expect(pongs.allSatisfy { $0.0.opcode == .pong && $0.0.isFinal && $0.0.isMasked == (role == .client) })
  }

  @Test(
    "5.5.3: while the peer does not read, only the latest ping is owed an answer",
    arguments: WebSocketRole.allCases)
  func congested(_ role: WebSocketRole) throws {
    let connection = try Openings.open(role)
    let recorder = Recorder(of: role)
    connection.setCongested(true, into: recorder)
    for number in 0..<100 as Range<UInt8> {
      connection.receive(Self.ping([number], to: role).span.bytes, into: recorder)
    }
    #expect(connection.isCongested && connection.output.isEmpty && recorder.sent.isEmpty)
    connection.setCongested(false, into: recorder)
    connection.setCongested(false, into: recorder)
    #expect(recorder.sent.map(\.payload) == [[99]])
    connection.receive(Self.ping([100], to: role).span.bytes, into: recorder)
    #expect(recorder.sent.map(\.payload) == [[99], [100]])
  }

  @Test("an answer that was held back is not sent after our Close", arguments: WebSocketRole.allCases)
  func behindClose(_ role: WebSocketRole) throws {
    let connection = try Openings.open(role)
    let recorder = Recorder(of: role)
    connection.setCongested(true, into: recorder)
    connection.receive(Self.ping([1], to: role).span.bytes, into: recorder)
    try connection.close(into: recorder)
    connection.setCongested(false, into: recorder)
    #expect(recorder.sent.map(\.header.opcode) == [.close])
  }

  @Test("a pong that was not requested is heard and not answered", arguments: WebSocketRole.allCases)
  func unasked(_ role: WebSocketRole) throws {
    var bytes = Self.ping([5], to: role)
    bytes[0] = 0x8A
    let events = try WireFeeds.drip(Openings.open(role), end: false).events(of: bytes)
    #expect(events.contains(.pong([5])))
    #expect(!events.contains { if case .sent = $0 { true } else { false } })
  }

  @Test("5.5: our own control frames carry at most 125 bytes", arguments: WebSocketRole.allCases)
  func tooLong(_ role: WebSocketRole) throws {
    let connection = try Openings.open(role)
    let recorder = Recorder(of: role)
    let payload = [UInt8](repeating: 1, count: 126)
    #expect(throws: UsageError.self) { try connection.ping(payload.span.bytes, into: recorder) }
    #expect(throws: UsageError.self) { try connection.pong(payload.span.bytes, into: recorder) }
    let reason = String(repeating: "r", count: 124)
    #expect(throws: UsageError.self) { try connection.close(.normalClosure, reason: reason, into: recorder) }
    #expect(connection.output.isEmpty && connection.isOpen)
    try connection.close(.normalClosure, reason: String(reason.dropLast()), into: recorder)
    #expect(recorder.sent.map(\.payload.count) == [125])
  }
}

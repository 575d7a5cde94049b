import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 7.1: what we do ourselves is reported as ours")
struct AbortTests {
  @Test("a stream that we drop is not one that the peer ended", arguments: WebSocketRole.allCases)
  func dropped(_ role: WebSocketRole) throws {
    let recorder = Recorder(of: role)
    let open = try Openings.open(role)
    open.abort(into: recorder)
    #expect(recorder.ending == .abandoned && open.state == .ended)
    open.receiveEOF(into: recorder)
    #expect(recorder.events.count == 1)

    let closing = try Openings.open(role)
    try closing.close(into: recorder)
    closing.abort(into: recorder)
    #expect(recorder.ending == .abandoned)
  }

  @Test("what had ended it before stays the reason")
  func reasonStays() throws {
    let connection = try Openings.open(.client)
    let recorder = Recorder(of: .client)
    connection.receive(hex("88 02 03 e9").span.bytes, into: recorder)
    connection.abort(into: recorder)
    #expect(recorder.ending == .closed(ClosePayload(code: .goingAway), by: .server))
  }

  @Test(
    "5.5.1: a Close that was sent as a frame of its own is ours, and is not sent again",
    arguments: WebSocketRole.allCases)
  func ownClose(_ role: WebSocketRole) throws {
    let connection = try Openings.open(role)
    let recorder = Recorder(of: role)
    let payload = ClosePayload(code: CloseCode(rawValue: 4000), reason: "mine").payload
    let key = role == .client ? MaskingKey(bigEndian: 0) : nil
    let header = FrameHeader(opcode: .close, maskingKey: key, payloadLength: UInt64(payload.count))
    try connection.sendFrame(header, payload: payload.span.bytes, into: recorder)
    // Another frame may still follow, for a tester wants to see what the peer makes of it.
    try connection.sendFrame(
      FrameHeader(opcode: .text, maskingKey: key, payloadLength: 0), payload: RawSpan(), into: recorder)
    connection.receive(
      hex(role == .client ? "88 02 0f a0" : "88 82 00 00 00 00 0f a0").span.bytes, into: recorder)
    if role == .client { connection.receiveEOF(into: recorder) }
    #expect(recorder.sent.map(\.header.opcode) == [.close, .text])
    #expect(recorder.ending == .closed(ClosePayload(payload: payload), by: role))
  }
}

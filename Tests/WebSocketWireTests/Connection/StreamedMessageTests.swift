import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 5.2: a message whose payload comes in pieces")
struct StreamedMessageTests {
  @Test(
    "it is one frame, the same as a message that is sent whole", arguments: WebSocketRole.allCases,
    [1, 3, 70_000])
  func oneFrame(_ role: WebSocketRole, _ size: Int) throws {
    let payload = (0..<200_000).map { UInt8(0x61 + $0 % 26) }
    let connection = try Openings.open(role)
    let recorder = Recorder(of: role)
    try connection.beginMessage(.text, length: UInt64(payload.count), into: recorder)
    for start in stride(from: 0, to: payload.count, by: size) {
      #expect(connection.remainingPayload == UInt64(payload.count - start))
      #expect(recorder.sent.isEmpty)
      try connection.continueMessage(
        Array(payload[start..<min(start + size, payload.count)]).span.bytes, into: recorder)
    }
    let (header, told) = try #require(recorder.sent.first)
    #expect(recorder.sent.count == 1 && connection.remainingPayload == nil)
    #expect(told == payload && header.isFinal && header.opcode == .text)
    #expect(connection.takeOutput() == FrameEncoder.encode(header, payload: payload))
    #expect(connection.sentOffset == UInt64(header.count + payload.count))
  }

  @Test("nothing else is sent inside it, and a ping is answered after it")
  func alone() throws {
    let connection = try Openings.open(.client)
    let recorder = Recorder(of: .client)
    try connection.beginMessage(.binary, length: 2, into: recorder)
    let begun = connection.output.count
    connection.receive(hex("89 01 61 | 89 01 62").span.bytes, into: recorder)
    #expect(throws: UsageError.self) { try connection.send(.text, RawSpan(), into: recorder) }
    #expect(throws: UsageError.self) { try connection.ping(RawSpan(), into: recorder) }
    #expect(throws: UsageError.self) { try connection.close(into: recorder) }
    #expect(connection.output.count == begun)
    try connection.continueMessage(hex("01 02").span.bytes, into: recorder)
    #expect(recorder.sent.map(\.header.opcode) == [.binary, .pong])
    #expect(recorder.sent.last?.payload == hex("62"))
    try connection.close(into: recorder)
    #expect(connection.state == .closeSent)
  }

  @Test(
    "it takes no byte too many, and no text that is not UTF-8",
    arguments: ["61 62 63 64", "61 ff", "61 62 c3"])
  func refused(_ bytes: String) throws {
    let connection = try Openings.open(.client)
    let recorder = Recorder(of: .client)
    try connection.beginMessage(.text, length: 3, into: recorder)
    let begun = connection.output.count
    #expect(throws: UsageError.self) { try connection.continueMessage(hex(bytes).span.bytes, into: recorder) }
    #expect(connection.output.count == begun && connection.remainingPayload == 3)
  }

  @Test("an empty one is complete at once, and none can be continued that was not begun")
  func empty() throws {
    let connection = try Openings.open(.server)
    let recorder = Recorder(of: .server)
    try connection.beginMessage(.text, length: 0, into: recorder)
    #expect(connection.output == hex("81 00") && connection.isOpen)
    #expect(throws: UsageError.self) { try connection.continueMessage(RawSpan(), into: recorder) }
    #expect(throws: UsageError.self) {
      try connection.beginMessage(.binary, length: 1 << 63, into: recorder)
    }
  }

  @Test("7.1.7: a Close that would be inside it is not sent", arguments: ["88 02 03 e8", "8b 00"])
  func brokenOff(_ bytes: String) throws {
    let connection = try Openings.open(.client)
    let recorder = Recorder(of: .client)
    try connection.beginMessage(.binary, length: 5, into: recorder)
    _ = connection.takeOutput()
    connection.receive(hex(bytes).span.bytes, into: recorder)
    #expect(connection.output.isEmpty)
    #expect(connection.state == (bytes == "8b 00" ? .failed : .closed))
    #expect(throws: UsageError.self) { try connection.continueMessage(hex("01").span.bytes, into: recorder) }
  }
}

import Testing
import WebSocketWire

@testable import WebSocketCapture

@Suite("What one end of a recorded connection did")
struct RecordedPartTests {
  @Test("frames are steps, with their times since the opening and the messages that came before them")
  func steps() {
    let part = part(
      .client,
      [
        frame(.server, 1, .text, "hi"), frame(.client, 2, .text, "he", isFinal: false),
        frame(.client, 3, .ping, "p"), frame(.client, 4, .continuation, "llo"),
        frame(.server, 5, .text, "hel", isFinal: false), frame(.client, 6, .text, "next"),
        frame(.server, 7, .continuation, "lo"),
      ], opening: .seconds(1))
    #expect(part.steps.map(\.frame.time) == [1, 2, 3, 5].map { .seconds($0) })
    #expect(part.steps.map(\.after) == [1, 1, 1, 1])
    #expect(part.steps.map(\.frame.header.opcode) == [.text, .ping, .continuation, .text])
    #expect(part.expected.map { String(decoding: $0.content, as: UTF8.self) } == ["hi", "hello"])
    #expect(part.arrivals == [.seconds(0), .seconds(6)])
  }

  @Test("with fragments joined, a message is one step at the time of its last frame")
  func joined() {
    let part = part(
      .client,
      [
        frame(.client, 1, .text, "he", isFinal: false), frame(.client, 2, .ping, "p"),
        frame(.client, 3, .continuation, "llo"),
      ], joinsFragments: true, opening: .zero)
    #expect(part.steps.map { String(decoding: $0.frame.content, as: UTF8.self) } == ["p", "hello"])
    #expect(part.steps.map(\.frame.hasHeader) == [true, false])
    #expect(part.steps.last?.frame.time == .seconds(3))
  }

  @Test("a Pong that answers a Ping is the new connection's own, and another one is sent")
  func pongs() {
    let part = part(
      .client,
      [frame(.server, 1, .ping, "x"), frame(.client, 2, .pong, "x"), frame(.client, 3, .pong, "mine")],
      opening: .zero)
    #expect(part.steps.map { String(decoding: $0.frame.content, as: UTF8.self) } == ["mine"])
  }

  @Test("the Close is that of the end that came first, and nothing is sent after it")
  func close() {
    let ours = RecordedFrame(from: .client, at: .seconds(2), header(.close), content: [0x0F, 0xA0])
    let theirs = RecordedFrame(from: .server, at: .seconds(3), header(.close), content: [0x0F, 0xA0])
    let first = part(.client, [frame(.client, 1, .text, "a"), ours, theirs], opening: .zero)
    #expect(first.close?.frame.close?.code?.rawValue == 4000)
    #expect(first.expected == [])
    let second = part(.client, [theirs, ours], opening: .zero)
    #expect(second.close == nil && second.steps.isEmpty)
    #expect(second.expected.map(\.opcode) == [.close])
    let server = part(.server, [frame(.client, 1, .text, "a"), theirs, ours], opening: .zero)
    #expect(server.groups.map { $0.map(\.frame.header.opcode) } == [[], [.close]])
    // A Close that must not be sent is sent as the frame that it was.
    let odd = RecordedFrame(from: .client, at: .seconds(2), header(.close), content: [0x03, 0xED])
    let third = part(.client, [odd], opening: .zero)
    #expect(third.close == nil && third.steps.map(\.frame) == [odd])
  }

  @Test("a frame that is not whole may be the last, and nothing else")
  func cut() {
    var cut = frame(.client, 1, .text, "a")
    cut.isWhole = false
    var builder = RecordedPartBuilder(.client, joinsFragments: false, limit: 100)
    builder.add(cut)
    #expect(builder.fault == nil)
    builder.add(frame(.server, 2, .text, "b"))
    #expect(builder.fault == nil)
    builder.add(frame(.client, 3, .text, "c"))
    #expect(builder.fault?.contains("client") == true)
  }

  @Test("what answers a message is its group, timed from that message")
  func groups() {
    let part = part(
      .server,
      [
        frame(.server, 3, .text, "welcome"), frame(.client, 4, .text, "a"), frame(.server, 5, .text, "A"),
        frame(.server, 9, .text, "AA"), frame(.client, 10, .text, "b"),
      ], opening: .seconds(1))
    #expect(
      part.groups.map { $0.map { String(decoding: $0.frame.content, as: UTF8.self) } } == [
        ["welcome"], ["A", "AA"], [],
      ])
    #expect((0..<3).map { part.start(of: $0) } == [.seconds(2), .seconds(3), .seconds(9)])
  }

  // MARK: Values

  private func header(_ opcode: Opcode, isFinal: Bool = true) -> FrameHeader {
    FrameHeader(isFinal: isFinal, opcode: opcode, payloadLength: 0)
  }

  private func frame(
    _ sender: WebSocketRole, _ seconds: Int, _ opcode: Opcode, _ text: String, isFinal: Bool = true
  ) -> RecordedFrame {
    RecordedFrame(
      from: sender, at: .seconds(seconds), header(opcode, isFinal: isFinal), content: Array(text.utf8))
  }

  private func part(
    _ role: WebSocketRole, _ frames: [RecordedFrame], joinsFragments: Bool = false, opening: Duration?
  ) -> RecordedPart {
    var builder = RecordedPartBuilder(role, joinsFragments: joinsFragments, limit: 1 << 20)
    for frame in frames { builder.add(frame) }
    #expect(builder.fault == nil)
    return builder.finish(opening: opening)
  }
}

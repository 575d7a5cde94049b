import Testing
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

@testable import WScopeCommands

@Suite("A view of a connection, fed with records")
struct LiveViewTests {
  private func show(
    _ events: [(Int, TraceEvent)], as role: WebSocketRole = .client, show: FrameView = .line,
    time: TimeStyle = .delta,
    tellsStory: Bool = true, handshake: Bool = false
  ) -> String {
    let page = WrittenText()
    var options = ViewConfiguration(
      frames: FrameSelection(show: show), handshake: handshake, tellsStory: tellsStory, style: .plain)
    options.time = time
    let view = LiveView(output: page, options: options, role: role, clock: RunClock())
    for (milliseconds, event) in events {
      view.receive(TraceRecord(connection: 3, time: .milliseconds(milliseconds), event: event))
    }
    return page.text
  }

  private static func frame(
    _ opcode: Opcode, _ payload: String, from sender: WebSocketRole, roundTrip: Duration? = nil
  ) -> TraceEvent {
    var frame = FrameRecord(
      header: FrameHeader(opcode: opcode, payloadLength: UInt64(payload.utf8.count)), sender: sender,
      number: 1, offset: 0, payload: Array(payload.utf8))
    frame.roundTrip = roundTrip
    return .frame(frame)
  }

  private static let connected = TraceEvent.connected(
    ConnectionSummary(
      url: "ws://a/", address: "127.0.0.1:9",
      phases: [
        Phase(.tcp, from: .zero, to: .milliseconds(2)),
        Phase(.upgrade, from: .milliseconds(2), to: .milliseconds(5)),
      ], subprotocol: "chat"))

  @Test func hidesASubprotocolThatIsAToken() {
    let summary = ConnectionSummary(
      url: "ws://a/", address: "", phases: [], subprotocol: "Qz9", isSubprotocolSecret: true)
    let text = show([(5, .connected(summary))])
    #expect(text.contains("; subprotocol ***") && !text.contains("Qz9"))
  }

  @Test func tellsHowAConnectionWasMadeAndHowItEnded() {
    let end = EndSummary(
      .closed(ClosePayload(code: .normalClosure), by: .server), address: "127.0.0.1:9", isInsideMessage: true)
    #expect(
      show([(5, Self.connected), (1005, .ended(end))]) == """
        connected to ws://a/ (127.0.0.1:9) in 5 ms: TCP 2 ms, upgrade 3 ms; subprotocol chat
        closed by the server after 1 s: 0 frames out, 0 frames in, 0 bytes out, 0 bytes in
          1000 normal closure: what the connection was for is done
          inside a fragmented message, whose end never came

        """)
  }

  @Test func countsTimeFromTheOpenConnection() {
    let events = [(500, Self.connected), (520, Self.frame(.text, "hi", from: .server))]
    let text = show(events, time: .rel, tellsStory: false)
    #expect(text.contains("at 20 ms"))
  }

  @Test func countsTimeBetweenFramesOfThePeer() {
    let text = show(
      [
        (0, Self.connected), (100, Self.frame(.text, "a", from: .client)),
        (107, Self.frame(.text, "b", from: .server)),
      ], tellsStory: false)
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("  ") }
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("→ TEXT") && !lines[0].contains("+"))
    #expect(lines[1].hasPrefix("← TEXT") && lines[1].contains("+7 ms"))
  }

  @Test func whatCameInOneReadHasNoTimeInBetween() {
    let text = show(
      [
        (0, Self.connected), (7, Self.frame(.text, "a", from: .client)),
        (7, Self.frame(.text, "b", from: .server)),
        (7, Self.frame(.text, "c", from: .server)), (9, Self.frame(.text, "d", from: .server)),
      ], tellsStory: false)
    #expect(!text.contains("+0"))
    #expect(text.contains("+2 ms"))
  }

  @Test func showsARoundTripOnceWherePongsAnswerUs() {
    let pong = Self.frame(.pong, "", from: .server, roundTrip: .milliseconds(3))
    #expect(show([(0, pong)]).contains("round trip 3 ms"))
    #expect(!show([(0, pong)], as: .server).contains("round trip"))
  }

  @Test func namesAListenersClientByItsNumber() {
    let text = show(
      [(0, Self.connected), (1, Self.frame(.text, "a", from: .client))], as: .server)
    #expect(text.hasPrefix("client 3 connected from 127.0.0.1:9\n→ TEXT"))
    #expect(text.contains("[81 01]   client 3\n"))
  }

  @Test func tellsConnectingApart() {
    let end = EndSummary(.abandoned, address: "", start: .milliseconds(40))
    #expect(show([(50, .ended(end))]) == "aborted by us while connecting, after 10 ms\n")
    #expect(show([(50, .ended(end))], as: .server).isEmpty)
  }

  @Test func showsNoPayloadFrameWhenOff() {
    #expect(show([(0, Self.frame(.text, "a", from: .server))], show: .off).isEmpty)
  }
}

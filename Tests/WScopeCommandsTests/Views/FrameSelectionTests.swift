import Testing
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

@testable import WScopeCommands

@Suite("Which frames are shown, and in which view")
struct FrameSelectionTests {
  @Test(arguments: [
    (FrameSelection(show: .off), Opcode.text, nil as FrameView?, false),
    (FrameSelection(show: .off), .ping, nil, false),
    (FrameSelection(show: .off, hex: true), .binary, nil, false),
    (FrameSelection(show: .off, pingPong: true), .text, nil, false),
    (FrameSelection(show: .off, pingPong: true), .close, nil, false),
    (FrameSelection(show: .off, hex: true, pingPong: true), .ping, .line, false),
    (FrameSelection(show: .off, pingPong: true), .pong, .line, false),
    (FrameSelection(show: .tree, pingPong: true), .ping, .tree, false),
    (FrameSelection(show: .line, hex: true), .close, .line, true),
  ])
  func aFrameHasAView(selection: FrameSelection, opcode: Opcode, view: FrameView?, hex: Bool) {
    let choice = selection.view(of: opcode)
    #expect(choice?.view == view)
    #expect(choice?.hex ?? false == hex)
  }

  @Test func pingsAloneAreShownWithoutTheirBytes() {
    let page = WrittenText()
    let options = ViewConfiguration(
      frames: FrameSelection(show: .off, hex: true, pingPong: true), tellsStory: false, style: .plain)
    let view = LiveView(output: page, options: options, role: .client, clock: RunClock())
    for (opcode, sender) in [(Opcode.text, WebSocketRole.client), (.ping, .server), (.pong, .client)] {
      let frame = FrameRecord(
        header: FrameHeader(opcode: opcode, payloadLength: 1), sender: sender, number: 1, offset: 0,
        payload: [0x61])
      view.receive(TraceRecord(connection: 1, time: .zero, event: .frame(frame)))
    }
    let lines = page.text.split(separator: "\n")
    #expect(lines.map { $0.prefix(6) } == ["← PING", "  a", "→ PONG", "  a"])
  }
}

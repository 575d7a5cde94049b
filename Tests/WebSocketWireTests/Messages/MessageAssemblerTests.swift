import Testing
import WebSocketWire

@Suite("RFC 6455 5.4: frames and messages")
struct MessageAssemblerTests {
  private static func places(_ frames: [(Opcode, Bool)]) -> [FragmentPosition] {
    var assembler = MessageAssembler()
    return frames.map { assembler.place(FrameHeader(isFinal: $1, opcode: $0, payloadLength: 0)) }
  }

  @Test("one frame, and then another message")
  func single() {
    #expect(Self.places([(.text, true), (.binary, true)]) == [.start(.text), .start(.binary)])
  }

  @Test("fragments, with control frames between them")
  func fragments() {
    let frames: [(Opcode, Bool)] = [
      (.binary, false), (.ping, true), (.continuation, false), (.close, true), (.continuation, true),
      (.text, true),
    ]
    #expect(
      Self.places(frames) == [
        .start(.binary), .control, .middle(.binary), .control, .middle(.binary), .start(.text),
      ])
  }

  @Test("a continuation without a start, before and after a message")
  func orphans() {
    #expect(
      Self.places([(.continuation, true), (.text, true), (.continuation, false), (.continuation, true)])
        == [.unexpectedContinuation, .start(.text), .unexpectedContinuation, .unexpectedContinuation])
  }

  @Test("a new message gives up the open one")
  func interruption() {
    #expect(
      Self.places([
        (.text, false), (.binary, false), (.continuation, true), (.text, false), (.text, true),
        (.continuation, true),
      ])
        == [
          .start(.text), .interruption(.binary, of: .text), .middle(.binary), .start(.text),
          .interruption(.text, of: .text), .unexpectedContinuation,
        ])
  }

  @Test("reserved opcodes belong to no message")
  func reserved() {
    #expect(
      Self.places([
        (.text, false), (Opcode(rawValue: 3), false), (Opcode(rawValue: 0xB), true), (.continuation, true),
      ])
        == [.start(.text), .control, .control, .middle(.text)])
  }
}

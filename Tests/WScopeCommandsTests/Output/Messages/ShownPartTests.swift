import Testing
import WebSocketInspect

@testable import WScopeCommands

@Suite("How much of a message is shown, and what is said of the rest")
struct ShownPartTests {
  private static func take(_ text: String, _ part: inout ShownPart, width: Int? = nil) -> Int {
    part.take(Array(text.utf8).span.bytes, width: width)
  }

  @Test("bytes are counted over the pieces of a message, and from the start for the next")
  func counts() {
    var part = ShownPart(extent: .bytes(4), hint: "ask")
    for _ in 0..<2 {
      #expect(Self.take("abc", &part) == 3)
      #expect(Self.take("defg", &part) == 1)
      #expect(Self.take("h", &part) == 0)
      #expect(part.finish(length: 8) == "  ... 4 of 8 payload bytes are not shown; ask")
      #expect(Self.take("abcd", &part) == 4)
      #expect(part.finish(length: 4) == nil)
    }
  }

  @Test("a message that is broken off leaves nothing to the next")
  func breaksOff() {
    var part = ShownPart(extent: .bytes(1), hint: "ask")
    #expect(Self.take("abc", &part) == 1)
    part.breakOff()
    #expect(Self.take("x", &part) == 1)
    #expect(part.finish(length: 1) == nil)
  }

  @Test("the width is asked for once a message")
  func width() {
    var part = ShownPart(extent: .lines(1), hint: "ask")
    var questions = 0
    func width() -> Int? {
      questions += 1
      return 20
    }
    let piece = [UInt8](repeating: 0x61, count: 10)
    #expect(part.take(piece.span.bytes, width: width()) == 10)
    #expect(part.take(piece.span.bytes, width: width()) == 8)
    #expect(questions == 1)
    #expect(part.finish(length: 20) != nil)
    #expect(part.take(piece.span.bytes, width: width()) == 10)
    #expect(questions == 2)
  }
}

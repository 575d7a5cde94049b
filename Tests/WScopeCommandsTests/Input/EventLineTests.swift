import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite("Lines of --in jsonl")
struct EventLineTests {
  /// What the lines ask to send, in words.
  private static func items(_ text: String) throws -> [String] {
    var source = MessageSource(
      prepared: [], splitter: InputSplitter(framing: .jsonl, kind: .text, limit: 1000))
    var items: [String] = []
    var block = Array(text.utf8)
    while true {
      switch try source.next(100) {
      case .message(let message):
        guard case .bytes(let bytes) = message.content else { continue }
        items.append("\(message.kind) \(String(decoding: bytes, as: UTF8.self)) (\(message.origin))")
      case .command(let command): items.append("\(command)")
      case .run(let run): items.append("\(run.pieces.count) lines")
      case .wait:
        source.append { $0 += block }
        block = []
      case .rest, .end: return items
      }
    }
  }

  @Test("messages and commands are given out, and all else is passed over")
  func items() throws {
    let text = """
      {"type":"message","text":"a"}\r
      {"v":1,"type":"connected"}

       \t
      {"type":"message","base64":"Yg=="}
      {"type":"ping","text":"p"}
      {"type":"close","code":4000,"reason":"r"}
      {"type":"message","text":"/close"}
      """
    #expect(
      try Self.items(text) == [
        "text a (standard input, line 1)", "binary b (standard input, line 5)", "ping([112])",
        "close(\(CloseCode(rawValue: 4000)), reason: \"r\")", "text /close (standard input, line 8)",
      ])
    #expect(try Self.items("") == [])
  }

  @Test(
    "a line that is not an event is refused by its number",
    arguments: [
      (
        "{\"type\":\"ping\"}\nhello\n",
        "standard input, line 2, byte 1: an object is expected; nothing of this line was sent"
      ),
      (
        "{\"type\":\"x\u{1b}\"}",
        "standard input, line 1, byte 11: a control character is written with a backslash; nothing of this line was sent"
      ),
      (
        "{\"type\":\"x\\u001b\"}",
        "standard input, line 1, \"x\\x1b\" is not a type of event; nothing of this line was sent"
      ),
    ])
  func refused(text: String, sentence: String) {
    let error = #expect(throws: Failure.self) { try Self.items(text) }
    #expect(error?.status == 65 && error?.sentence == sentence, "\(error?.sentence ?? "")")
  }

  @Test("a line that is too long is refused before it is whole")
  func long() {
    let error = #expect(throws: Failure.self) { try Self.items(String(repeating: " ", count: 1001)) }
    #expect(error?.sentence.hasPrefix("standard input, line 1: it is longer than 1000 bytes") == true)
  }
}

import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite("The lines of a pipe that are commands with --slash")
struct SlashCommandTests {
  /// The lines as they are given out: `ping:x`, `message:y`.
  private static func items(_ text: String) throws -> [String] {
    var source = MessageSource(
      prepared: [], splitter: InputSplitter(framing: .line, kind: .text, limit: 100), heedsSlashes: true)
    source.append { $0 += Array(text.utf8) }
    source.append { _ in }
    var items: [String] = []
    while true {
      switch try source.next(100) {
      case .message(let message):
        if case .bytes(let bytes) = message.content { items.append("message:" + HTTPHead.text(bytes[...])) }
      case .run(let run):
        items += run.pieces.map {
          "run:" + HTTPHead.text(run.block.dropFirst($0.lowerBound).prefix($0.count))
        }
      case .command(.ping(let payload)): items.append("ping:" + HTTPHead.text(payload[...]))
      case .command(.pong(let payload)): items.append("pong:" + HTTPHead.text(payload[...]))
      case .command(.close(let code, let reason)): items.append("close:\(code.rawValue):\(reason)")
      case .command(let other): items.append("\(other)")
      case .wait: return items + ["wait"]
      case .rest, .end: return items
      }
    }
  }

  @Test func areReadInTheirOrder() throws {
    #expect(
      try Self.items(
        "a\n/ping\nb\n/ping  x y\n/pong z\n//c\n///d\n/close\n/close 1001\n/close 4000 bye  now\n e")
        == [
          "run:a", "ping:", "run:b", "ping:x y", "pong:z", "message:/c", "message://d", "close:1000:",
          "close:1001:", "close:4000:bye  now", "run: e",
        ])
  }

  @Test func countsWhatEndsAMessage() throws {
    let lines = [
      "/fragment 2 abc", "/frame text=a", "/frame op=ping", "/frame fin=0 text=a", "/ping", "/close",
    ]
    let counted = try lines.map { line in
      guard case .command(let command) = try PipeLine.item(Array(line.utf8), kind: .text, origin: "") else {
        return false
      }
      return command.isMessage
    }
    #expect(counted == [true, true, false, false, false, false])
  }

  @Test(arguments: ["/nope", "/", "/close x", "/close 1005", "/close 99999", "/close -1"])
  func isNoCommand(line: String) {
    let failure = #expect(throws: Failure.self) { try Self.items("a\n\(line)\n") }
    #expect(failure?.status == 65)
    #expect(failure?.sentence.hasPrefix("standard input, line 2: ") == true)
  }
}

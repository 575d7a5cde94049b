import Foundation
import TerminalTestSupport
import Testing

@Suite struct PrintingTests {
  @Test func aPrintLeavesTheHalfTypedLineAndItsCursor() async throws {
    try await EditorScreen.open { editor in
      let screen = editor.screen
      try await screen.type("one two three")
      try await screen.press("Left", "Left", "Left", "Left", "Left")
      try await screen.wait { $0.cursor == .init(column: 10, row: 0) }
      try editor.say("news")
      try await screen.wait { $0.text == "news\n> one two three" && $0.cursor == .init(column: 10, row: 1) }
      try await screen.type("X")
      try await screen.press("Enter")
      try await screen.wait(for: receipt("one two Xthree"))
    }
  }

  @Test(arguments: [40, 80])
  func aPrintLeavesALineOfSeveralRows(columns: Int) async throws {
    try await EditorScreen.open(columns: columns) { editor in
      let screen = editor.screen
      let line = String(repeating: "漢字 e\u{301} ", count: 20) + "end"
      try await screen.type(line)
      let typed = try await screen.wait { $0.currentRow.hasSuffix("end") }
      try await screen.press("Left", "Left", "Left")
      let before = try await screen.wait { $0.cursor.column == typed.cursor.column - 3 }
      try editor.say("news")
      let cursor = Contents.Position(column: before.cursor.column, row: before.cursor.row + 1)
      try await screen.wait { $0.text == "news\n" + before.text && $0.cursor == cursor }
      try await screen.press("Enter")
      try await screen.wait(for: receipt(line))
    }
  }

  @Test func aBurstIsWholeAndInOrder() async throws {
    try await EditorScreen.open { editor in
      let screen = editor.screen
      try await editor.enter("burst 10000")
      try await screen.type("half")
      try await screen.wait { $0.contains("line 9999") && $0.currentRow == "> half" }
      let lines = try await screen.scrollback().filter { $0.hasPrefix("line ") }
      #expect(lines == (0..<10000).map { "line \($0)" })
      try await screen.press("Enter")
      try await screen.wait(for: receipt("half"))
    }
  }

  @Test func aFullQueueTellsWhenItHasRoom() async throws {
    try await EditorScreen.open { editor in
      try await editor.enter("flood")
      try await editor.screen.wait(for: "room after full")
    }
  }

  @Test func aDrainComesBehindWhatWasPrinted() async throws {
    try await EditorScreen.open { editor in
      try await editor.enter("drain")
      try await editor.screen.wait(for: "before\ndrained\n>")
    }
  }

  @Test func aPrintWaitsForTheEndOfASearch() async throws {
    try await EditorScreen.open { editor in
      let screen = editor.screen
      try await editor.enter("first thing")
      try await screen.wait(for: receipt("first thing"))
      try await screen.press("C-r")
      try await screen.type("fir")
      try await screen.wait(for: "(reverse-i-search)`fir': first thing")
      try editor.say("news")
      try await screen.type("st")
      let searching = try await screen.wait(for: "(reverse-i-search)`first': first thing")
      #expect(!searching.contains("news"))
      try await screen.press("Enter")
      try await screen.wait { $0.contains("news") && $0.count(of: receipt("first thing")) == 2 }
    }
  }

  @Test func aChangedPromptKeepsTheLine() async throws {
    try await EditorScreen.open(environment: ["PROMPT": "\u{1b}[1;32mopen\u{1b}[0m> "], prompt: "open>") {
      editor in
      let screen = editor.screen
      try await screen.type("half")
      try await screen.wait { $0.cursor.column == 10 }
      try editor.say("prompt closed>")
      try await screen.wait { $0.text == "closed> half" && $0.cursor == .init(column: 12, row: 0) }
    }
  }

  @Test func aDumbTerminalGetsNoEscapeSequence() async throws {
    try await EditorScreen.open(environment: ["TERM": "dumb"]) { editor in
      let screen = editor.screen
      try await screen.type("half")
      try await screen.wait { $0.currentRow == "> half" }
      try editor.say("news")
      try await screen.wait { $0.text == "> half\nnews\n> half" }
      try await screen.press("Enter")
      try await screen.wait(for: receipt("half"))
    }
    let recording = #"exec script -q -f -c "$0" "$HOME/recording""#
    try await EditorScreen.open(command: ["sh", "-c", recording], environment: ["TERM": "dumb"]) { editor in
      try editor.say("news")
      try await editor.screen.wait { $0.contains("news") && $0.currentRow == ">" }
      try await editor.enter("half")
      try await editor.screen.wait(for: receipt("half"))
      let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(editor.screen.home)/recording"))
      #expect(bytes.range(of: Data(receipt("half").utf8)) != nil)
      #expect(!bytes.contains(0x1b))
    }
  }
}

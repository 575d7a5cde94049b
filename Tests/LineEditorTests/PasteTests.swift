import Foundation
import TerminalTestSupport
import Testing

@Suite struct PasteTests {
  @Test func manyLinesAreOneLine() async throws {
    try await EditorScreen.open { editor in
      let text = "one\n  two\tthree\n\nfour"
      try await editor.screen.paste(Array(text.utf8))
      try await editor.screen.wait(for: "four")
      try editor.say("news")
      try await editor.screen.wait { $0.text == "news\n> one\n  two   three\n\nfour" }
      try await editor.screen.press("Enter")
      try await editor.screen.wait(for: receipt(text))
    }
  }

  @Test func anyByteArrivesAsItIs() async throws {
    try await EditorScreen.open { editor in
      // What ends a line becomes a newline, and the terminal itself takes Ctrl-C, Q, S, Z and \\.
      let bytes = (1...255).map(UInt8.init).filter { ![3, 10, 13, 17, 19, 26, 28].contains($0) }
      try await editor.screen.paste(bytes)
      try await editor.screen.press("Enter")
      try await editor.screen.wait(for: receipt(bytes))
    }
  }

  @Test func aMegabyteArrivesWhole() async throws {
    try await EditorScreen.open { editor in
      let bytes = (0..<1_000_000).map { UInt8(ascii: "a") + UInt8($0 % 26) }
      try await editor.screen.paste(bytes)
      try await editor.screen.press("Enter")
      try await editor.screen.wait { $0.contains(receipt(bytes)) && $0.currentRow == ">" }
    }
  }

  @Test func aPasteThatNeverEndsCanBeInterrupted() async throws {
    try await EditorScreen.open { editor in
      let screen = editor.screen
      try await screen.type("a\u{1b}[200~unfinished")
      try await screen.wait { $0.currentRow == "> a" }
      try await screen.press("C-c")
      try await screen.wait { $0.contains("> a") && $0.contains("^C") && $0.currentRow == ">" }
      try await editor.enter("alive")
      try await screen.wait(for: receipt("alive"))
    }
  }

  @Test func withoutBracketsLinesComeOneByOne() async throws {
    try await EditorScreen.open(environment: ["TERM": "dumb"]) { editor in
      try await editor.screen.paste(Array("one\ntwo\n".utf8))
      try await editor.screen.wait { $0.contains(receipt("one")) && $0.contains(receipt("two")) }
    }
  }
}

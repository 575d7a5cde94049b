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

  @Test(arguments: ["one\r\ntwo\r\n", "\r\n\r\n", "one\n\r\ntwo"])
  func lineEndsAreKept(text: String) async throws {
    try await EditorScreen.open { editor in
      try await editor.screen.paste(Array(text.utf8), keepsLineEnds: true)
      try await editor.screen.press("Enter")
      try await editor.screen.wait(for: receipt(text))
    }
  }

  @Test func aLoneCarriageReturnIsATerminalsNewline() async throws {
    try await EditorScreen.open { editor in
      try await editor.screen.paste(Array("one\rtwo\r\r".utf8), keepsLineEnds: true)
      try await editor.screen.press("Enter")
      try await editor.screen.wait(for: receipt("one\ntwo\n\n"))
    }
  }

  @Test(arguments: ["/quit", "//cdn.example/x.js", "/", "/two\nlines"])
  func aPastedCommandGetsTheMarkOnceMore(text: String) async throws {
    try await EditorScreen.open { editor in
      try await editor.screen.paste(Array(text.utf8))
      try await editor.screen.press("Enter")
      try await editor.screen.wait(for: receipt("/\(text)"))
    }
  }

  @Test func whatIsTypedBeforeAPasteMakesItACommand() async throws {
    try await EditorScreen.open { editor in
      try await editor.screen.type("/x ")
      try await editor.screen.paste(Array("/path".utf8))
      try await editor.screen.press("Enter")
      try await editor.screen.wait(for: receipt("/x /path"))
      // The paste is gone, so the line is typed.
      try await editor.screen.paste(Array("/quit".utf8))
      try await editor.screen.wait { $0.currentRow == "> /quit" }
      try await editor.screen.press("C-u")
      try await editor.screen.wait { $0.currentRow == ">" }
      try await editor.enter("/quit")
      try await editor.screen.wait(for: receipt("/quit"))
    }
  }

  @Test func severalLinesAreOneEntryOfTheHistory() async throws {
    try await EditorScreen.open { editor in
      try await editor.enter("before")
      try await editor.screen.paste(Array("/one\ntwo".utf8))
      try await editor.screen.press("Enter")
      try await editor.screen.wait(for: receipt("//one\ntwo"))
      try await editor.screen.press("Up")
      try await editor.screen.wait { $0.text.hasSuffix("> //one\ntwo") }
      try await editor.screen.press("Up")
      try await editor.screen.wait { $0.currentRow == "> before" }
      try await editor.screen.press("Down", "Enter")
      try await editor.screen.wait { $0.text.contains(receipt("//one\ntwo")) && $0.currentRow == ">" }
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

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
      // What ends a line becomes a newline. Twice, so that something follows each key that is a signal outside of a paste.
      let once = (0...255).map(UInt8.init).filter { ![10, 13].contains($0) }
      let bytes = once + once
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

  /// What a terminal without bracketed paste would take for a signal, with lines after it that would then be typed.
  @Test(arguments: [0x03, 0x1A, 0x1C, 0x13, 0x11, 0x16, 0x04, 0x00] as [UInt8])
  func aKeyThatActsIsDataInAPaste(byte: UInt8) async throws {
    try await EditorScreen.open { editor in
      let bytes = Array("aaa".utf8) + [byte] + Array("bbb\n/text pwned\nquit\n".utf8)
      try await editor.screen.paste(bytes, keepsLineEnds: true)
      try await editor.screen.wait { $0.contains("\n/text pwned\nquit") }
      try await editor.screen.press("Enter")
      let contents = try await editor.screen.wait(for: receipt(bytes))
      #expect(contents.count(of: "got:") == 1)
      try await editor.enter("alive")
      try await editor.screen.wait(for: receipt("alive"))
    }
  }

  /// Keys that begin something and wait for another: character searches, quoting, prefixes, arguments, searches, a macro.
  static let waiting: [[UInt8]] = [
    [0x1B], [0x16], [0x11], [0x18], [0x1D], [0x1B, 0x1D], [0x1B, 0x35], [0x15, 0x15], [0x18, 0x28], [0x12],
    [0x12, 0x71], [0x1B, 0x70], [0x1B, 0x4F], [0x1B, 0x5B], [0x1B, 0x5B, 0x31], [0x1B, 0x1B],
    [0x1D, 0xC3], [0x16, 0xE6, 0xBC], [0x1B, 0x2D], [0x18, 0x18],
  ]

  @Test(arguments: waiting)
  func aPasteAfterAKeyThatWaitsForAnotherIsWhole(keys: [UInt8]) async throws {
    try await EditorScreen.open { editor in
      let screen = editor.screen
      try await screen.send(keys + Self.bracketed(Self.hostile))
      try await screen.wait { $0.currentRow == "b" }
      try await screen.press("Enter")
      let contents = try await screen.wait(for: receipt(Self.hostile))
      #expect(contents.count(of: "got:") == 1)
      try await editor.enter("alive")
      try await screen.wait(for: receipt("alive"))
    }
  }

  /// The same of vi's keys, in its command mode.
  @Test(arguments: [
    "r", "f", "F", "t", "T", "d", "c", "y", "2d", "df", "cT", "3", "m", "`", "/", "?", "R", "R\u{16}",
    "i\u{16}",
  ])
  func aPasteAfterAKeyOfViIsWhole(keys: String) async throws {
    let inputrc = FileManager.default.temporaryDirectory.appendingPathComponent(
      "inputrc-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: inputrc) }
    try Data("set editing-mode vi\nset show-mode-in-prompt on\nset keyseq-timeout 50\n".utf8).write(
      to: inputrc)
    try await EditorScreen.open(environment: ["INPUTRC": inputrc.path], prompt: "(ins)>") { editor in
      let screen = editor.screen
      try await screen.press("Escape")
      try await screen.wait { $0.currentRow == "(cmd)>" }
      try await screen.send(Array(keys.utf8) + Self.bracketed(Self.hostile))
      try await screen.wait { $0.currentRow == "b" }
      try await screen.press("Enter")
      let contents = try await screen.wait(for: receipt(Self.hostile))
      #expect(contents.count(of: "got:") == 1)
    }
  }

  /// Lines that would act if they were typed.
  private static let hostile = "aaa\n/text pwned\nquit\nb"

  private static func bracketed(_ text: String) -> [UInt8] { Array("\u{1b}[200~\(text)\u{1b}[201~".utf8) }

  @Test func aKeyActsRightAfterAPaste() async throws {
    try await EditorScreen.open { editor in
      try await editor.screen.send(Array("\u{1b}[200~a\u{3}b\u{1b}[201~c\u{3}d".utf8))
      try await editor.screen.wait { $0.contains("^C\n") && $0.currentRow == "> d" }
    }
  }

  @Test func aPasteEditedStaysData() async throws {
    try await EditorScreen.open { editor in
      let screen = editor.screen
      for (paste, keys, line) in [
        ("/quitx", ["BSpace"], "//quit"), ("/ping y", ["C-u", "C-y"], "//ping y"),
        ("/ping", ["C-a", "C-k", "C-y"], "//ping"), ("/quit", ["C-u", "C-_"], "//quit"),
      ] {
        try await screen.paste(Array(paste.utf8))
        try await screen.wait { $0.currentRow == "> /\(paste)" }
        for key in keys { try await screen.press(key) }
        try await screen.press("Enter")
        try await screen.wait { $0.contains(receipt(line)) && $0.currentRow == ">" }
      }
      // What was before it is taken away.
      try await screen.type("xy")
      try await screen.paste(Array("/quit 1".utf8))
      try await screen.press("Home", "DC", "DC")
      try await screen.wait { $0.currentRow == "> //quit 1" }
      try await screen.press("Enter")
      try await screen.wait(for: receipt("//quit 1"))
    }
  }

  @Test func aNulIsShownAndKept() async throws {
    try await EditorScreen.open { editor in
      let screen = editor.screen
      try await screen.paste([0x61, 0, 0x62])
      try await screen.wait { $0.currentRow == "> a␀b" }
      try await screen.press("Enter")
      try await screen.wait(for: receipt([0x61, 0, 0x62]))
      let both = Array("␀".utf8) + [0]
      try await screen.paste(both)
      try await screen.paste([0] + both)
      try await screen.press("Enter")
      try await screen.wait(for: receipt(both + [0] + both))
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
      try await editor.screen.wait { $0.currentRow == "> //quit" }
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

  @Test func aLineHasALimit() async throws {
    try await EditorScreen.open(environment: ["LIMIT": "100"]) { editor in
      let screen = editor.screen
      try await screen.paste(Array(repeating: UInt8(ascii: "a"), count: 101))
      try await screen.wait { $0.contains("no more than 100") && $0.currentRow == ">" }
      try await screen.paste(Array(repeating: UInt8(ascii: "b"), count: 40))
      for key in ["C-u", "C-y", "C-y"] { try await screen.press(key) }
      try await screen.press("C-y")
      try await screen.wait { $0.count(of: "no more than 100") == 2 }
      try await screen.press("Enter")
      try await screen.wait(for: receipt(String(repeating: "b", count: 80)))
    }
  }

  /// The Ctrl-C that is read with the end of the paste, and the one that is read after it.
  @Test(arguments: [true, false])
  func aPasteThatNeverEndsCanBeInterrupted(inOneRead: Bool) async throws {
    try await EditorScreen.open { editor in
      let screen = editor.screen
      try await screen.type("a\u{1b}[200~unfinished" + (inOneRead ? "\u{3}" : ""))
      if !inOneRead {
        try await screen.wait { $0.currentRow == "> a" }
        try await screen.press("C-c")
      }
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

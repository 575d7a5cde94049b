import Foundation
import TerminalTestSupport
import Testing

@Suite struct KeyTests {
  @Test func enterOnAnEmptyLineIsNothing() async throws {
    try await EditorScreen.open { editor in
      try await editor.screen.press("Enter", "Enter")
      try await editor.enter("then this")
      let contents = try await editor.screen.wait(for: receipt("then this"))
      #expect(contents.count(of: "got:") == 1)
    }
  }

  @Test func interruptClearsALineAndIsToldOnAnEmptyOne() async throws {
    try await EditorScreen.open { editor in
      let screen = editor.screen
      try await screen.type("half")
      // The terminal forgets what no one has read when Ctrl-C is pressed.
      try await screen.wait { $0.currentRow == "> half" }
      try await screen.press("C-c")
      let cleared = try await screen.wait {
        $0.contains("> half^C\n>") && $0.cursor == .init(column: 2, row: 1)
      }
      #expect(!cleared.contains("interrupted"))
      try await screen.press("C-c")
      try await screen.wait { $0.contains("interrupted") && $0.currentRow == ">" }
      try await editor.enter("alive")
      try await screen.wait(for: receipt("alive"))
    }
  }

  /// What has been begun: keys, and what the screen shows of it.
  static let begun: [(keys: [String], sign: String)] = [
    (["C-r", "x"], "reverse-i-search"), (["M-5"], "(arg: 5)"),
    (["a", "b", "BSpace", "BSpace", "M-7"], "(arg: 7)"),
    (["q", "Up"], "> earlier"),
  ]

  @Test(arguments: begun)
  func interruptGivesUpWhatIsBegun(keys: [String], sign: String) async throws {
    try await EditorScreen.open { editor in
      let screen = editor.screen
      try await editor.enter("earlier")
      try await screen.wait { $0.contains(receipt("earlier")) && $0.currentRow == ">" }
      for key in keys { try await screen.press(key) }
      try await screen.wait { $0.currentRow.contains(sign) }
      try await screen.press("C-c")
      let contents = try await screen.wait { $0.contains("^C") && $0.currentRow == ">" }
      #expect(!contents.contains("interrupted"))
      try await editor.enter("alive")
      try await screen.wait(for: receipt("alive"))
      try await screen.press("Up", "Up")
      try await screen.wait { $0.currentRow == "> earlier" }
    }
  }

  /// Keys on an empty line after which a command waits for a character.
  @Test(arguments: ["\u{1d}", "\u{1b}\u{1d}", "\u{16}", "\u{1b}3\u{1d}"])
  func interruptGivesUpACommandThatShowsNothing(keys: String) async throws {
    try await EditorScreen.open { editor in
      let screen = editor.screen
      try await screen.send(Array("\(keys)\u{3}".utf8))
      let contents = try await screen.wait { $0.contains("^C") && $0.currentRow == ">" }
      #expect(!contents.contains("interrupted"))
      // Enter would be quoted, and a letter looked for.
      try await screen.send(Array("\rab\r".utf8))
      try await screen.wait(for: receipt("ab"))
    }
  }

  @Test func interruptIsToldWhenACommandHasItsCharacter() async throws {
    try await EditorScreen.open { editor in
      let screen = editor.screen
      try await screen.send(Array("\u{1d}x\u{3}".utf8))
      try await screen.wait { $0.contains("interrupted") && $0.currentRow == ">" }
      #expect(try await !screen.contents().contains("^C"))
    }
  }

  @Test func interruptForgetsAHalfKey() async throws {
    try await EditorScreen.open { editor in
      let screen = editor.screen
      try await screen.type("ab")
      try await screen.wait { $0.currentRow == "> ab" }
      try await screen.press("Escape", "C-c")
      try await screen.wait { $0.contains("ab^C") && $0.currentRow == ">" }
      try await screen.type("one two")
      try await screen.press("M-b")
      try await screen.wait { $0.cursor.column == 6 }
      try await screen.type("x")
      try await screen.press("Enter")
      try await screen.wait(for: receipt("one xtwo"))
    }
  }

  /// Keys that readline puts back and reads again, and that abort then: a search that ends with two keys of no command, a character
  /// search that meets a mouse report, macros that give up.
  static let putBack: [[UInt8]] = [
    Array("\u{12}a\u{18}x".utf8), Array("b\u{12}a\u{18}q\u{12}\u{18}x".utf8),
    Array("\u{1d}\u{1b}[M !!".utf8), Array("\u{1b}\u{1d}\u{1b}[<0;1;1M".utf8),
    Array("\u{18}(\u{18}x\u{18})\u{18}e".utf8), Array("\u{18}m".utf8), Array("\u{1b}5\u{18}m".utf8),
    Array("\u{18}r".utf8),
  ]

  @Test(arguments: putBack)
  func keysThatAreReadAgainDoNoHarm(keys: [UInt8]) async throws {
    let inputrc = FileManager.default.temporaryDirectory.appendingPathComponent(
      "inputrc-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: inputrc) }
    // A macro that gives up a numeric argument, and one that calls itself twice forever.
    try Data(#""\C-xm": "\e5\C-g\C-x\C-q"\n"\C-xr": "\C-xr\C-xr"\n"#.replacing("\\n", with: "\n").utf8)
      .write(to: inputrc)
    try await EditorScreen.open(environment: ["INPUTRC": inputrc.path]) { editor in
      let screen = editor.screen
      try await screen.send(keys)
      try await screen.press("C-g", "C-e", "C-u")
      try await editor.enter("alive")
      try await screen.wait(for: receipt("alive"))
    }
  }

  /// Numbers after Escape and what is left in the line: readline 8.2 would count on until the number overflows.
  static let arguments: [(number: String, line: String)] = [
    ("10000", String(repeating: "x", count: 10000)), ("10001", "x"), ("2147483648\u{06}", "83648x"),
    ("-2147483648\u{06}", "83648x"), ("999999999", "9999x"),
  ]

  @Test(arguments: arguments)
  func anArgumentThatIsTooLargeIsGivenUp(number: String, line: String) async throws {
    try await EditorScreen.open { editor in
      try await editor.screen.send(Array("\u{1b}\(number)x\r".utf8))
      try await editor.screen.wait { $0.contains(receipt(line)) && $0.currentRow == ">" }
    }
  }

  @Test(arguments: ["\r", "\u{0f}", "\u{1b}#"])
  func aNumericArgumentDoesNotHoldALineBack(enter: String) async throws {
    try await EditorScreen.open { editor in
      let screen = editor.screen
      try await screen.send(Array("ab\u{1b}5\(enter)cd".utf8))
      try await screen.wait { $0.contains("got: ") && $0.currentRow == "> cd" }
      #expect(try await screen.contents().contains(receipt(enter.hasSuffix("#") ? "#ab" : "ab")))
    }
  }

  @Test func nulsDoNotEnterALine() async throws {
    try await EditorScreen.open { editor in
      try await editor.screen.send(Array("a\u{16}\u{0}b\u{11}\u{0}\r".utf8))
      try await editor.screen.wait(for: receipt("ab"))
    }
  }

  @Test func aNulOnAnEmptyLineIsNoEndOfInput() async throws {
    try await EditorScreen.open { editor in
      try await editor.screen.press("C-Space", "C-Space")
      try await editor.enter("ab")
      try await editor.screen.wait(for: receipt("ab"))
      #expect(try await !editor.screen.contents().contains("end of input"))
    }
  }

  @Test func endOfInputIsToldOnAnEmptyLineAndThePromptStays() async throws {
    try await EditorScreen.open(environment: ["STAY": "1"]) { editor in
      let screen = editor.screen
      try await screen.press("C-d")
      try await screen.wait { $0.text == "end of input\n>" }
      try await screen.press("C-d")
      try await screen.wait { $0.text == "end of input\nend of input\n>" }
      try await screen.type("ab")
      try await screen.press("Left", "C-d", "Enter")
      let contents = try await screen.wait(for: receipt("a"))
      #expect(contents.rows[2] == "> a")
      #expect(contents.rows[3].hasPrefix("got:"))
    }
  }

  @Test func viKeysComeFromTheInputrc() async throws {
    let inputrc = FileManager.default.temporaryDirectory.appendingPathComponent(
      "inputrc-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: inputrc) }
    try Data("set editing-mode vi\nset show-mode-in-prompt on\nset keyseq-timeout 50\n".utf8).write(
      to: inputrc)
    let environment = ["INPUTRC": inputrc.path]
    try await EditorScreen.open(environment: environment, prompt: "(ins)>") { editor in
      let screen = editor.screen
      try await screen.type("one two three")
      try await screen.press("Escape")
      try await screen.wait { $0.currentRow.hasPrefix("(cmd)> one") }
      try await screen.type("0w")
      try await screen.wait { $0.cursor.column == 11 }
      try editor.say("news")
      try await screen.wait {
        $0.text == "news\n(cmd)> one two three" && $0.cursor == .init(column: 11, row: 1)
      }
      try await screen.type("dw")
      try await screen.press("Enter")
      try await screen.wait { $0.contains(receipt("one three")) && $0.currentRow == "(ins)>" }
      try await screen.paste(Array("pasted".utf8))
      try await screen.press("Escape")
      try await screen.wait { $0.currentRow == "(cmd)> pasted" }
      try await screen.paste(Array("again".utf8))
      try await screen.press("Enter")
      try await screen.wait(for: receipt("pasteagaind"))
    }
  }

  @Test(arguments: [["LANG": "C"], ["LANG": "xx_XX.UTF-8"], ["LANG": ""], ["LC_ALL": "POSIX"]])
  func charactersAreWholeInEveryLocale(environment: [String: String]) async throws {
    try await EditorScreen.open(environment: environment) { editor in
      let screen = editor.screen
      for _ in 0..<2 {
        try await screen.type("aé漢e\u{301}z")
        try await screen.wait { $0.cursor.column == 8 }
        try await screen.press("Left", "Left", "BSpace")
        try await screen.wait { $0.currentRow == "> aée\u{301}z" && $0.cursor.column == 4 }
        try await screen.press("C-c")
        try await screen.wait { $0.currentRow == ">" }
      }
    }
  }

  @Test func resizingKeepsOneLine() async throws {
    try await EditorScreen.open { editor in
      let screen = editor.screen
      // Where the screen is not full, a terminal that narrows moves its first rows out of everyone's reach.
      try await editor.enter("burst 100")
      try await screen.wait(for: "line 99")
      let line = String(repeating: "漢字 e\u{301}xy ", count: 30) + "end"
      try await screen.type(line)
      let typed = try await screen.wait { $0.currentRow.hasSuffix("end") }
      try await screen.press("Left", "Left", "Left")
      let before = try await screen.wait { $0.cursor.column == typed.cursor.column - 3 }
      for columns in [40, 80, 57, 100, 80] {
        try await screen.resize(columns: columns, rows: 24)
        let contents = try await screen.wait {
          $0.contains("now \(columns) columns\n>") && $0.currentRow.hasSuffix("end")
        }
        #expect(contents.text.replacing("\n", with: "").ranges(of: "漢字").count == 30, "\(contents)")
        #expect(contents.contains("line 99\n"), "\(contents)")
      }
      try await screen.wait { $0.currentRow == before.currentRow && $0.cursor.column == before.cursor.column }
      try await screen.press("Enter")
      try await screen.wait(for: receipt(line))
    }
  }
}

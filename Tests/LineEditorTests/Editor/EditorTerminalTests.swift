import Foundation
import TerminalTestSupport
import Testing

@Suite struct EditorTerminalTests {
  /// Runs the fixture between two reports of the terminal's settings.
  static let reported = [
    "sh", "-c", "stty -a > $HOME/before; \"$0\"; echo status $?; stty -a > $HOME/after; echo done; cat",
  ]

  @Test func stoppingRestoresTheTerminal() async throws {
    try await EditorScreen.open(command: Self.reported) { editor in
      try await editor.enter("quit")
      let contents = try await editor.screen.wait(for: "done")
      #expect(contents.text == "> quit\nstatus 0\ndone")
      try expectSameSettings(editor.screen)
    }
  }

  @Test(arguments: ["", "half typed"])
  func aSignalThatEndsTheProgramRestoresTheTerminal(typed: String) async throws {
    try await EditorScreen.open(command: Self.reported) { editor in
      let screen = editor.screen
      try await screen.type(typed)
      if !typed.isEmpty { try await screen.press("Left", "Left") }
      try await screen.wait { $0.currentRow == (typed.isEmpty ? ">" : "> \(typed)") }
      try editor.say("news")
      try await screen.wait(for: "news")
      try editor.say("terminate")
      let contents = try await screen.wait(for: "done")
      #expect(contents.text == "news\n" + (typed.isEmpty ? "" : "> \(typed)\n") + "status 143\ndone")
      try expectSameSettings(screen)
      // The shell's terminal does not paste in brackets any more.
      try await screen.paste(Array("plain".utf8))
      let pasted = try await screen.wait(for: "plain")
      #expect(pasted.currentRow == "plain")
    }
  }

  @Test func aStopLetsHeldUpOutputGo() async throws {
    let quiet = ["sh", "-c", "stty -a > $HOME/before; \"$0\"; end=$?; stty -a > $HOME/after; exit $end"]
    try await EditorScreen.open(command: quiet) { editor in
      try await editor.screen.press("C-s")
      try editor.say("held up")
      try editor.say("terminate")
      #expect(try await editor.screen.status() == 143)
      #expect(try await editor.screen.contents().text == "held up")
      try expectSameSettings(editor.screen)
    }
  }

  @Test func endOfInputEndsTheFixture() async throws {
    try await EditorScreen.open(command: Self.reported) { editor in
      try await editor.screen.press("C-d")
      let contents = try await editor.screen.wait(for: "done")
      #expect(contents.text == "end of input\nstatus 3\ndone")
      try expectSameSettings(editor.screen)
    }
  }

  @Test func aLentTerminalIsTheBorrowersAlone() async throws {
    try await EditorScreen.open { editor in
      let screen = editor.screen
      try await editor.enter("lend")
      try await screen.wait { $0.contains("icanon") }
      #expect(try await !screen.contents().contains("-icanon"))
      try editor.say("meanwhile")
      try await editor.enter("for the borrower")
      try await screen.wait { $0.currentRow == "> lent" && $0.contains("meanwhile") }
      try await screen.type(" and back")
      try await screen.press("Enter")
      try await screen.wait(for: receipt("lent and back"))
    }
  }

  @Test func suspendingAndContinuingKeepsTheLine() async throws {
    let shell = ["sh", "-c", "PS1='shell$ ' exec bash --norc -i"]
    try await EditorScreen.open(command: shell, prompt: "shell$") { editor in
      let screen = editor.screen
      try await editor.enter(EditorScreen.fixture)
      try await screen.wait { $0.currentRow == ">" }
      try await screen.type("half")
      try await screen.wait { $0.currentRow == "> half" }
      try await screen.press("C-z")
      try await screen.wait { $0.contains("Stopped") && $0.currentRow == "shell$" }
      try await editor.enter("stty -a | grep -o -- '-\\?icanon'; fg")
      let contents = try await screen.wait { $0.currentRow == "> half" }
      #expect(contents.contains("\nicanon"))
      try await screen.press("Enter")
      try await screen.wait(for: receipt("half"))
    }
  }

  private func expectSameSettings(_ screen: Screen) throws {
    let before = try String(contentsOfFile: "\(screen.home)/before", encoding: .utf8)
    let after = try String(contentsOfFile: "\(screen.home)/after", encoding: .utf8)
    #expect(before == after)
    #expect(before.contains("icanon"))
  }
}

import Foundation
import TerminalTestSupport
import Testing

/// vi's keys, which the inputrc asks for.
@Suite struct ViKeyTests {
  private func open(_ body: (EditorScreen) async throws -> Void) async throws {
    let inputrc = FileManager.default.temporaryDirectory.appendingPathComponent(
      "inputrc-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: inputrc) }
    try Data("set editing-mode vi\nset show-mode-in-prompt on\nset keyseq-timeout 50\n".utf8).write(
      to: inputrc)
    try await EditorScreen.open(environment: ["INPUTRC": inputrc.path], prompt: "(ins)>", body)
  }

  /// Keys of the command mode, on an empty line, after which a command waits for another.
  @Test(arguments: ["r", "m", "`", "d", "d2", "2", "f", "df"])
  func interruptGivesUpWhatIsBegun(keys: String) async throws {
    try await open { editor in
      let screen = editor.screen
      try await screen.press("Escape")
      try await screen.wait { $0.currentRow == "(cmd)>" }
      try await screen.send(Array("\(keys)\u{3}".utf8))
      let contents = try await screen.wait { $0.contains("^C") && $0.currentRow == "(ins)>" }
      #expect(!contents.contains("interrupted"))
      try await screen.send(Array("5x\r".utf8))
      try await screen.wait(for: receipt("5x"))
    }
  }

  @Test func aCountOfAMotionThatIsTooLargeIsGivenUp() async throws {
    try await open { editor in
      let screen = editor.screen
      try await screen.type("one two")
      try await screen.press("Escape")
      try await screen.wait { $0.currentRow == "(cmd)> one two" }
      try await screen.type("0d11111wx")
      try await screen.wait { $0.currentRow == "(cmd)> one wo" }
      try await screen.press("Enter")
      try await screen.wait(for: receipt("one wo"))
    }
  }

  @Test func aPasteEndsTheCountOfAMotion() async throws {
    try await open { editor in
      let screen = editor.screen
      try await screen.type("one two")
      try await screen.press("Escape")
      try await screen.wait { $0.currentRow == "(cmd)> one two" }
      try await screen.type("0d2")
      try await screen.paste(Array("zero ".utf8))
      try await screen.wait { $0.currentRow == "(cmd)> zero one two" }
      try await screen.type("0x")
      try await screen.wait { $0.currentRow == "(cmd)> ero one two" }
    }
  }
}

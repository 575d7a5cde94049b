import Foundation
import TerminalTestSupport
import Testing

@Suite struct CompletionTests {
  @Test func aSingleWordGetsASpace() async throws {
    try await EditorScreen.open { editor in
      try await editor.screen.type("al")
      try await editor.screen.press("Tab")
      try await editor.screen.type("x")
      try await editor.screen.wait { $0.currentRow == "> alpha x" }
    }
  }

  @Test func severalWordsAreListed() async throws {
    try await EditorScreen.open { editor in
      try await editor.screen.type("ga")
      try await editor.screen.press("Tab", "Tab", "Tab")
      let contents = try await editor.screen.wait { $0.contains("gamma") && $0.currentRow == "> gam" }
      #expect(contents.contains("gamut"))
    }
  }

  @Test func nothingIsCompletedWhereNothingFits() async throws {
    try await EditorScreen.open { editor in
      try await editor.screen.type("nothing al")
      try await editor.screen.press("Tab")
      try await editor.screen.type("!")
      try await editor.screen.wait { $0.currentRow == "> nothing al!" }
    }
  }

  @Test func fileNamesAreCompletedAndQuoted() async throws {
    try await EditorScreen.open { editor in
      let names = "\(editor.folder)/f"
      try FileManager.default.createDirectory(atPath: names, withIntermediateDirectories: true)
      for name in ["plain.txt", "with space.txt"] {
        try Data().write(to: URL(fileURLWithPath: "\(names)/\(name)"))
      }
      try await editor.screen.type("file \(names)/pl")
      try await editor.screen.press("Tab", "Enter")
      try await editor.screen.wait(for: receipt("file \(names)/plain.txt "))
      try await editor.screen.type("file \(names)/wi")
      try await editor.screen.press("Tab", "Enter")
      try await editor.screen.wait(for: receipt("file \"\(names)/with space.txt\" "))
      try await editor.screen.type("file \"\(names)/with sp")
      try await editor.screen.press("Tab", "Enter")
      try await editor.screen.wait { $0.count(of: receipt("file \"\(names)/with space.txt\" ")) == 2 }
    }
  }
}

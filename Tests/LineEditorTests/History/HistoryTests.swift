import Foundation
import TerminalTestSupport
import Testing

@Suite struct HistoryTests {
  @Test func historyOutlivesTheProgramAndLeavesOutWhatItMust() async throws {
    let file = temporary("state/of/history")
    let environment = ["HISTORY": file]
    try await EditorScreen.open(environment: environment) { editor in
      for line in ["kept", "kept", " spaced", "secret word", "later"] { try await editor.enter(line) }
      try await editor.screen.paste(Array("with\nnewline".utf8))
      try await editor.screen.press("Enter")
      try await editor.screen.wait(for: receipt("with\nnewline"))
      try await editor.screen.paste([UInt8](repeating: UInt8(ascii: "x"), count: 65537))
      try await editor.screen.press("Enter")
      try await editor.screen.wait(for: "got: 65537")
      try await editor.enter("quit")
      #expect(try await editor.screen.status() == 0)
    }
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "kept\nlater\nquit\n")
    #expect(try mode(file) == 0o600)
    #expect(try mode((file as NSString).deletingLastPathComponent) == 0o700)
    try await EditorScreen.open(environment: environment) { editor in
      try await editor.screen.press("Up", "Up", "Up", "Enter")
      try await editor.screen.wait(for: receipt("kept"))
    }
  }

  @Test func saysOnceThatItCannotBeWritten() async throws {
    let file = temporary("plain")
    try Data().write(to: URL(fileURLWithPath: file))
    try await EditorScreen.open(environment: ["HISTORY": file + "/history"]) { editor in
      try await editor.enter("one")
      try await editor.screen.wait(for: "history unwritable(\(ENOTDIR))")
      try await editor.enter("two")
      let contents = try await editor.screen.wait(for: receipt("two"))
      #expect(contents.count(of: "unwritable") == 1)
    }
  }

  @Test func twoProgramsShareAFile() async throws {
    let file = temporary("history")
    let environment = ["HISTORY": file]
    try await EditorScreen.open(environment: environment) { one in
      try await EditorScreen.open(environment: environment) { other in
        for number in 0..<3 {
          try await one.enter("one \(number)")
          try await one.screen.wait(for: receipt("one \(number)"))
          try await other.enter("other \(number)")
          try await other.screen.wait(for: receipt("other \(number)"))
        }
      }
    }
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    #expect(lines == ["one 0", "other 0", "one 1", "other 1", "one 2", "other 2"])
  }

  @Test func aLongFileIsCutToItsLatestLines() async throws {
    let file = temporary("history")
    try Data((0..<1500).map { "line \($0)\n" }.joined().utf8).write(to: URL(fileURLWithPath: file))
    try await EditorScreen.open(environment: ["HISTORY": file]) { editor in
      try await editor.enter("newest")
      try await editor.screen.wait(for: receipt("newest"))
      try await editor.screen.press("Up", "Up", "Up")
      try await editor.screen.wait { $0.currentRow == "> line 1498" }
    }
    try await EditorScreen.open(environment: ["HISTORY": file]) { _ in }
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 1000)
    #expect(lines.first == "line 501")
    #expect(lines.last == "newest")
    #expect(try mode(file) == 0o600)
  }

  @Test func whatCannotBeReadDisturbsNobody() async throws {
    let folder = temporary("folder")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let file = temporary("file")
    try Data("not a folder".utf8).write(to: URL(fileURLWithPath: file))
    for path in [folder, "\(file)/history", "/dev/full"] {
      try await EditorScreen.open(environment: ["HISTORY": path]) { editor in
        try await editor.enter("one")
        try await editor.screen.wait(for: receipt("one"))
        try await editor.screen.press("Up", "Enter")
        try await editor.screen.wait { $0.count(of: receipt("one")) == 2 }
      }
    }
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "not a folder")
  }

  @Test func aForeignLockIsToldAndWaitedForOnce() async throws {
    let file = temporary("held")
    try Data("before\n".utf8).write(to: URL(fileURLWithPath: file))
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    try #require(flock(descriptor, LOCK_EX) == 0)
    try await EditorScreen.open(environment: ["HISTORY": file]) { editor in
      try await editor.screen.wait(for: "history held\n>")
      try await editor.enter("not kept")
      try await editor.screen.wait(for: receipt("not kept"))
      try #require(flock(descriptor, LOCK_UN) == 0)
      try await editor.enter("kept")
      let contents = try await editor.screen.wait(for: receipt("kept"))
      #expect(contents.count(of: "history held") == 1)
    }
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "before\nkept\n")
  }

  @Test func aLinkIsToldOnceAndNotFollowed() async throws {
    let (target, link) = (temporary("target"), temporary("link"))
    try Data("mine\n".utf8).write(to: URL(fileURLWithPath: target))
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    try await EditorScreen.open(environment: ["HISTORY": link]) { editor in
      try await editor.screen.wait(for: "history link\n>")
      for line in ["one", "two"] {
        try await editor.enter(line)
        try await editor.screen.wait(for: receipt(line))
      }
      let contents = try await editor.screen.contents()
      #expect(contents.count(of: "history link") == 1)
    }
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "mine\n")
  }

  @Test func aFolderThatIsALinkOfOthersIsToldAndNotFollowed() async throws {
    let target = temporary("folder/history")
    let folder = (target as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let open = temporary("open")
    try FileManager.default.createDirectory(atPath: open, withIntermediateDirectories: true)
    try #require(chmod(open, 0o777) == 0)
    try FileManager.default.createSymbolicLink(atPath: "\(open)/link", withDestinationPath: folder)
    try await EditorScreen.open(environment: ["HISTORY": "\(open)/link/history"]) { editor in
      try await editor.screen.wait(for: "history folderLink\n>")
      try await editor.enter("one")
      try await editor.screen.wait(for: receipt("one"))
    }
    #expect(!FileManager.default.fileExists(atPath: target))
  }

  @Test func anotherFileTakesOver() async throws {
    let (first, second) = (temporary("first"), temporary("second"))
    try Data("from the second\n".utf8).write(to: URL(fileURLWithPath: second))
    try await EditorScreen.open(environment: ["HISTORY": first]) { editor in
      try await editor.enter("history \(second)")
      try await editor.enter("for the second")
      try await editor.screen.wait(for: receipt("for the second"))
      try await editor.screen.press("Up", "Up", "Enter")
      try await editor.screen.wait(for: receipt("from the second"))
    }
    #expect(
      try String(contentsOfFile: second, encoding: .utf8)
        == "from the second\nfor the second\nfrom the second\n")
    #expect(try String(contentsOfFile: first, encoding: .utf8) == "history \(second)\n")
  }

  private func temporary(_ name: String) -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("history-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.appendingPathComponent(name).path
  }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }
}

import Foundation
import TerminalTestSupport
import Testing

@Suite("Keys at the prompt", .gated)
struct PromptKeyTests {
  @Test func controlCClearsAHalfTypedLine() async throws {
    let peer = try await Peer.start("hostile.py", ["record"])
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in
      try await screen.type("half")
      try await screen.wait { $0.currentRow == "> half" }
      try await screen.press("C-c")
      let contents = try await screen.waitForPrompt()
      #expect(contents.rows[contents.cursor.row - 1] == "> half^C")
      try await screen.enter("whole")
      #expect(await peer.frames(upTo: "1 masked 5 b'whole'").count == 1)
    }
  }

  @Test(arguments: ["C-c", "C-d"])
  func anEmptyLineIsLeftWithTheClosingHandshake(key: String) async throws {
    let peer = try await Peer.start("hostile.py", ["record"])
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in
      try await screen.press(key)
      #expect(try await screen.status() == 0)
      #expect(await peer.frames(upTo: "8 masked 2 1000 ").count == 1)
      #expect(try await screen.contents().contains("closed by us after"))
    }
  }

  @Test func controlDDoesNotEndAHalfTypedLine() async throws {
    let peer = try await Peer.start("hostile.py", ["record"])
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in
      try await screen.type("half")
      try await screen.press("C-d", "Enter")
      #expect(await peer.frames(upTo: "1 masked 4 b'half'").count == 1)
      try await screen.waitForPrompt()
    }
  }

  @Test func controlZStopsTheProgramUntilItIsInFront() async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    try await Screen.open(["bash", "--norc", "-i"], environment: ["PS1": "shell$ "]) { screen in
      try await screen.waitForPrompt("shell$")
      try await screen.enter("\(Program.path) \(peer.url)")
      try await screen.waitForPrompt()
      try await screen.type("half")
      try await screen.wait { $0.currentRow == "> half" }
      try await screen.press("C-z")
      try await screen.wait { $0.contains("Stopped") && $0.currentRow == "shell$" }
      await peer.obey("text meanwhile")
      try await screen.enter("stty -a | grep -o -- '-\\?icanon'; fg")
      let contents = try await screen.wait { $0.contains("  meanwhile") && $0.currentRow == "> half" }
      #expect(contents.contains("\nicanon"))
      try await screen.press("Enter")
      await peer.told("1 masked 4 b'half'")
      try await screen.enter("/quit")
      try await screen.waitForPrompt("shell$")
      try await screen.enter("echo status $?")
      try await screen.wait(for: "\nstatus 0\n")
    }
  }

  @Test func theUsersInputrcIsRead() async throws {
    let peer = try await Peer.start("hostile.py", ["record"])
    defer { peer.end() }
    let folder = try TemporaryFolder()
    let settings =
      "set editing-mode vi\nset show-mode-in-prompt on\nset vi-cmd-mode-string (cmd)\nset vi-ins-mode-string (ins)\n"
    let file = try folder.file("inputrc", Data(settings.utf8))
    try await Screen.wscope([peer.url], environment: ["INPUTRC": file], prompt: "(ins)>") { screen in
      try await screen.type("xbc")
      try await screen.press("Escape")
      try await screen.wait { $0.currentRow == "(cmd)> xbc" }
      try await screen.type("0xA")
      try await screen.wait { $0.currentRow == "(ins)> bc" }
      try await screen.enter("d")
      #expect(await peer.frames(upTo: "1 masked 3 b'bcd'").count == 1)
    }
  }
}

import Foundation
import TerminalTestSupport
import Testing

@Suite("The end of a prompt's connection", .gated)
struct PromptEndTests {
  @Test func leavesThePromptWhenThePeerIsKilledInsideAFrame() async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    let folder = try TemporaryFolder()
    try await Screen.wscope([peer.url], through: Screen.reporting) { screen in
      await peer.obey("text whole")
      try await screen.wait(for: "  whole")
      await peer.obey("hex 81 05 68 65")
      peer.end()
      let contents = try await screen.waitForPrompt("closed>", below: "/quit leaves")
      #expect(contents.contains("without a Close frame"), "\(contents)")
      #expect(contents.contains("3 of 5 payload bytes missing"), "\(contents)")
      try await screen.enter("/last 2")
      try await screen.wait(for: "payload 5 bytes, UTF-8: whole")
      try await screen.enter("/stats")
      try await screen.wait(for: "  ← in   1 message, 2 frames")
      try await screen.enter("/save \(folder.path("kept"))")
      try await screen.wait(for: "/kept: the record holds 2 frames")
      #expect(try String(contentsOfFile: folder.path("kept"), encoding: .utf8).contains("UTF-8: whole\n"))
      try await screen.enter("unsent")
      try await screen.wait(for: "the connection is closed, so nothing was sent")
      try await screen.enter("/quit")
      try await screen.expectReported(status: 80)
    }
  }

  @Test func canBeFollowedByAnother() async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in
      await peer.obey("hex 81 05 68 65")
      await peer.obey("cut")
      try await screen.waitForPrompt("closed>")
      try await screen.enter("/reconnect")
      try await screen.waitForPrompt()
      await peer.obey("text again")
      try await screen.wait(for: "  again")
      try await screen.enter("/quit")
      #expect(try await screen.status() == 0)
    }
  }

  @Test func showsWhoClosedAndWhy() async throws {
    let peer = try await Peer.start("hostile.py", ["closes", "1011", "the disk is full"])
    defer { peer.end() }
    try await Screen.wscope([peer.url], through: Screen.reporting) { screen in
      try await screen.enter("hello")
      let contents = try await screen.waitForPrompt("closed>", below: "/quit leaves")
      #expect(contents.contains("\nclosed by the server after "), "\(contents)")
      #expect(contents.contains("\n  1011 internal error: the disk is full\n"), "\(contents)")
      // The frame has said it, so the end of the connection does not.
      #expect(!contents.contains("\"the disk is full\""), "\(contents)")
      #expect(contents.contains("/reconnect connects again, /quit leaves"), "\(contents)")
      let before = contents.count(of: "1011")
      try await screen.enter("/quit")
      try await screen.expectReported(status: 79)
      // It is not said again.
      #expect(try await screen.contents().count(of: "1011") == before)
    }
  }

  @Test func saysWhatKindTheServerMayWant() async throws {
    let peer = try await Peer.start("hostile.py", ["closes", "1003", "text not supported"])
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in
      try await screen.enter("hello")
      let contents = try await screen.waitForPrompt("closed>", below: "/quit leaves")
      #expect(contents.contains("does it want binary messages (--binary)?"), "\(contents)")
    }
  }

  @Test(arguments: ["1000", "1001"])
  func isNoFailureWhenThePeerJustGoes(code: String) async throws {
    let peer = try await Peer.start("hostile.py", ["closes", code])
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in
      try await screen.enter("hello")
      try await screen.waitForPrompt("closed>", below: "/quit leaves")
      try await screen.press("C-d")
      #expect(try await screen.status() == 0)
    }
  }

  @Test func isShownWhileItIsOnItsWay() async throws {
    let peer = try await Peer.start("hostile.py", ["ignores_close"])
    defer { peer.end() }
    try await Screen.wscope([peer.url, "--close-timeout", "60"]) { screen in
      try await screen.press("C-c")
      try await screen.waitForPrompt("closing>", below: "\n  1000 normal closure")
      try await screen.enter("late")
      try await screen.wait(for: "the connection is closing, so nothing was sent")
      try await screen.waitForPrompt("closing>")
      try await screen.press("C-c")
      #expect(try await screen.status() == 130)
    }
  }

  @Test func isAFailureWhenThePeerDoesNotAnswerTheClose() async throws {
    let peer = try await Peer.start("hostile.py", ["ignores_close"])
    defer { peer.end() }
    try await Screen.wscope([peer.url, "--close-timeout", "0.1"]) { screen in
      try await screen.press("C-c")
      #expect(try await screen.status() == 75)
      #expect(try await screen.contents().contains("did not answer our Close frame in time"))
    }
  }

  @Test func isTheEndOfTheProgramWhenTheUpgradeIsRefused() async throws {
    let peer = try await Peer.start("hostile.py", ["raw", "HTTP/1.1 403 Forbidden\\r\\n\\r\\nnot you"])
    defer { peer.end() }
    try await Screen.open(
      columns: 120, ["sh", "-c", Screen.reporting, "sh", Program.path, peer.url]
    ) { screen in
      let contents = try await screen.expectReported(status: 78)
      #expect(contents.contains("wscope: the upgrade was refused:"), "\(contents)")
      #expect(contents.contains("        not you\n"), "\(contents)")
      #expect(!contents.contains(">"), "\(contents)")
    }
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func byASignalRestoresTheTerminal(signal: Int32) async throws {
    let peer = try await Peer.start("hostile.py", ["record"])
    defer { peer.end() }
    try await Screen.wscope([peer.url], through: Screen.reporting) { screen in
      try await screen.type("half")
      try await screen.wait { $0.currentRow == "> half" }
      kill(try screen.reportedProcess(), signal)
      let contents = try await screen.expectReported(status: 128 + Int(signal))
      #expect(contents.contains("> half\n"), "\(contents)")
      #expect(await peer.frames(upTo: "8 masked 2 1000 ").count == 1)
    }
  }

  @Test func byAClosedTerminalIsAHangUp() async throws {
    let peer = try await Peer.start("hostile.py", ["record"])
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in try await screen.type("half") }
    #expect(await peer.frames(upTo: "8 masked 2 1000 ").count == 1)
  }
}

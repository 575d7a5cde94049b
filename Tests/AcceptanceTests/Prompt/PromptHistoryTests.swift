import Foundation
import TerminalTestSupport
import Testing

@Suite("The prompt's history and completion", .gated)
struct PromptHistoryTests {
  @Test func keepsTheLinesOfEachHostAndPort() async throws {
    let peer = try await Peer.start("hostile.py", ["record"])
    defer { peer.end() }
    let state = try TemporaryFolder()
    for host in ["127.0.0.1", "localhost"] {
      try await Screen.wscope(
        ["ws://\(host):\(peer.port)"], environment: ["XDG_STATE_HOME": state.url.path]
      ) { screen in
        try await screen.enter("look at wss://me:word@\(host)/x")
        try await screen.enter(" not this")
        try await screen.enter("/quit")
        #expect(try await screen.status() == 0)
      }
      let file = state.path("wscope/history/\(host)_\(peer.port)")
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "look at wss://***@\(host)/x\n/quit\n")
      let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
      #expect(mode == 0o600)
    }
    try await Screen.wscope([peer.url], environment: ["XDG_STATE_HOME": state.url.path]) { screen in
      try await screen.press("Up", "Up")
      try await screen.wait { $0.currentRow == "> look at wss://***@127.0.0.1/x" }
      try await screen.press("C-c")
      try await screen.waitForPrompt()
      try await screen.press("C-r")
      try await screen.type("qui")
      try await screen.wait { $0.currentRow == "(reverse-i-search)`qui': /quit" }
      try await screen.press("Enter")
      #expect(try await screen.status() == 0)
    }
  }

  @Test func isInTheFileThatIsNamed() async throws {
    let peer = try await Peer.start("hostile.py", ["record"])
    defer { peer.end() }
    let state = try TemporaryFolder()
    for history in [state.path("mine"), "none"] {
      try await Screen.wscope(
        [peer.url, "--history", history], environment: ["XDG_STATE_HOME": state.url.path]
      ) { screen in
        try await screen.enter("hello")
        try await screen.enter("/quit")
        #expect(try await screen.status() == 0)
      }
    }
    #expect(try String(contentsOfFile: state.path("mine"), encoding: .utf8) == "hello\n/quit\n")
    #expect(!FileManager.default.fileExists(atPath: state.path("wscope")))
  }

  @Test func standsBelowTheHomeFolder() async throws {
    try await Screen.wscope(["demo"]) { screen in
      try await screen.enter("/quit")
      #expect(try await screen.status() == 0)
      #expect(try screen.file(".local/state/wscope/history/_demo") == Data("/quit\n".utf8))
    }
  }

  @Test(arguments: [
    ("/hands", "/handshake"), ("/show tr", "/show tree"), ("/time d", "/time delta"),
    ("/close 3", "/close 300"),
    ("/help recon", "/help reconnect"), ("/connect wss", "/connect wss://"), ("/frame cla", "/frame claim="),
  ])
  func tabCompletes(typed: String, line: String) async throws {
    try await Screen.wscope(["demo"]) { screen in
      try await screen.type(typed)
      try await screen.press("Tab")
      try await screen.wait { $0.currentRow == "> \(line)" }
    }
  }

  @Test func tabCompletesFiles() async throws {
    let peer = try await Peer.start("hostile.py", ["record"])
    defer { peer.end() }
    let folder = try TemporaryFolder()
    _ = try folder.file("with space", Data("content".utf8))
    try await Screen.wscope([peer.url]) { screen in
      try await screen.type("/file \(folder.path("wi"))")
      try await screen.press("Tab")
      try await screen.wait(for: "space")
      try await screen.type("bi")
      try await screen.press("Tab", "Enter")
      #expect(await peer.frames(upTo: "2 masked 7 b'content'").count == 1)
    }
  }
}

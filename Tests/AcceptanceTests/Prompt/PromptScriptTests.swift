import Foundation
import TerminalTestSupport
import Testing

@Suite("Scripts at a prompt", .gated)
struct PromptScriptTests {
  @Test func goesOnAfterTheScriptOfTheCommandLine() async throws {
    let peer = try await Peer.start("talking_server.py")
    defer { peer.end() }
    let script = ["-x", "login", "--await", "token=(\\w+)", "-x", "use ${1}", "-i"]
    try await Screen.wscope([peer.url] + script) { screen in
      try await screen.wait(for: "echo use abc")
      try await screen.enter("typed")
      try await screen.wait(for: "echo typed")
      // It runs again on the next connection.
      try await screen.enter("/reconnect")
      try await screen.wait { $0.count(of: "echo use abc") == 2 && $0.currentRow == ">" }
      try await screen.enter("/quit")
      #expect(try await screen.status() == 0)
    }
  }

  @Test func whatIsTypedWaitsForAMessage() async throws {
    let peer = try await Peer.start("talking_server.py")
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in
      try await screen.enter("late")
      try await screen.enter("/await late (\\w+)")
      try await screen.enter("then ${1}")
      let contents = try await screen.wait { $0.contains("echo then reply") }
      let order = ["  late reply", "  then reply", "  echo then reply"].map { word in
        contents.description.range(of: word)?.lowerBound
      }
      #expect(order.allSatisfy { $0 != nil } && order.compactMap(\.self) == order.compactMap(\.self).sorted())
      try await screen.enter("/await never")
      try await screen.enter("not sent")
      try await screen.enter("/await off")
      try await screen.wait(for: "not sent: 1 message that waited for another one")
      try await screen.enter("sent")
      let after = try await screen.wait(for: "echo sent")
      #expect(!after.contains("echo not sent"))
    }
  }

  @Test("Ctrl-C gives up a wait, and leaves where there is none")
  func givesUpAWait() async throws {
    let peer = try await Peer.start("talking_server.py")
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in
      try await screen.enter("/await never")
      try await screen.enter("not sent")
      try await screen.press("C-c")
      try await screen.wait(for: "nothing is waited for any more")
      try await screen.wait(for: "not sent: 1 message that waited for another one")
      try await screen.enter("sent")
      let after = try await screen.wait(for: "echo sent")
      #expect(!after.contains("echo not sent"))
      try await screen.press("C-c")
      #expect(try await screen.status() == 0)
    }
  }

  @Test("what is typed can have escapes, and what a message brought is not read for them")
  func readsEscapes() async throws {
    let peer = try await Peer.start("talking_server.py")
    defer { peer.end() }
    try await Screen.wscope([peer.url, "--escapes"]) { screen in
      try await screen.enter("a\\x41\\u{e4}b")
      try await screen.wait(for: "echo aA\u{e4}b")
      try await screen.enter("a\\qb")
      try await screen.wait(for: "\\qb does not begin with an escape")
      try await screen.enter("/on ^echo (c.*)=got\\x21${1}")
      try await screen.enter("c\\\\d")
      try await screen.wait(for: "echo got!c\\d")
    }
  }

  @Test func answersAndSendsAgainAndAgain() async throws {
    let peer = try await Peer.start("talking_server.py")
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in
      try await screen.enter("/on ping (\\d)=pong ${1}")
      try await screen.enter("tick")
      try await screen.wait(for: "echo pong 2")
      try await screen.enter("/on off")
      try await screen.enter("/every 0.1=beat")
      try await screen.wait { $0.count(of: "echo beat") >= 2 }
      try await screen.enter("/every off")
      try await screen.enter("/on a(b=c")
      try await screen.wait(for: "/on \"a(b=c\": expected REGEX=REPLY")
      try await screen.enter("/quit")
      #expect(try await screen.status() == 0)
    }
  }
}

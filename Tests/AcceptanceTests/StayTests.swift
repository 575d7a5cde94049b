import Foundation
import TerminalTestSupport
import Testing

@Suite("Staying connected, and for how long", .gated)
struct StayTests {
  @Test func findsOutThatAServerIsGone() async throws {
    let peer = try await Peer.start("hostile.py", ["ignores_pings"])
    defer { peer.end() }
    let outcome = try await Program.run(
      [peer.url, "-x", "hi", "-w", "-1", "--ping-interval", "0.2", "--ping-timeout", "0.3"], limit: 20)
    outcome.expectFailure(75, saying: "did not answer a Ping within 300 ms")
    await peer.child.output.wait(for: "frame 9 masked 0 b''")
  }

  @Test func keepsAServerThatAnswers() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(
      [
        peer.url, "-x", "hi", "-w", "1", "--ping-interval", "0.1", "--ping-timeout", "0.1", "--show", "line",
      ], limit: 20)
    outcome.expect(status: 0)
    #expect(outcome.errors.split(separator: "\n").filter { $0.hasPrefix("← PONG") }.count >= 3)
  }

  @Test func leavesPingsUnanswered() async throws {
    let peer = try await Peer.start(
      "hostile.py", ["frames", "8902 6869", "8101 61"].map { $0.filter { $0 != " " } })
    defer { peer.end() }
    let outcome = try await Program.run(
      [peer.url, "-x", "hi", "--no-auto-pong", "--show", "line"], limit: 20)
    outcome.expect(status: 0)
    #expect(outcome.errors.contains("← PING") && !outcome.errors.contains("→ PONG"), "\(outcome.errors)")
  }

  @Test(arguments: [
    ("--max-time", "the run was not over after 500 ms, the limit of --max-time"),
    ("--idle-timeout", "no message passed for 500 ms, the limit of --idle-timeout"),
  ])
  func endsInTime(option: String, sentence: String) async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run([peer.url, "-x", "hi", "-w", "-1", option, "0.5"], limit: 20)
    outcome.expectFailure(75, saying: sentence)
    outcome.expectOutput(Data("hi\n".utf8))
  }

  @Test func endsAConnectInTime() async throws {
    let peer = try await Peer.start("hostile.py", ["mute"])
    defer { peer.end() }
    let outcome = try await Program.run(["send", "--max-time", "0.3", peer.url, "hi"], limit: 20)
    outcome.expectFailure(75, saying: "the run was not over after 300 ms, the limit of --max-time")
  }

  @Test func sendsAgainOnEachConnection() async throws {
    let peer = try await Peer.start("hostile.py", ["answers_and_drops", "2"])
    defer { peer.end() }
    let outcome = try await Program.run(
      [peer.url, "-x", "a", "-w", "1", "--reconnect"], limit: 30)
    outcome.expect(status: 0)
    outcome.expectOutput(Data("1\n2\n3\n".utf8))
    #expect(
      outcome.errors.split(separator: "\n").filter {
        $0.contains("ended the stream without a Close frame") && $0.contains("; connecting again in ")
      }.count == 2, "\(outcome.errors)")
  }

  @Test func givesUpAfterSoManyAttempts() async throws {
    let port = try FreePort.find()
    let outcome = try await Program.run(
      ["send", "--reconnect-attempts", "2", "ws://127.0.0.1:\(port)/", "hi"], limit: 30)
    outcome.expectFailure(69, saying: "refused")
    #expect(outcome.errors.components(separatedBy: "; connecting again in ").count == 3, "\(outcome.errors)")
  }

  @Test func doesNotInsistWhereItWouldBeInVain() async throws {
    let peer = try await Peer.start(
      "hostile.py", ["raw", #"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"#])
    defer { peer.end() }
    let outcome = try await Program.run(["send", "--reconnect", peer.url, "hi"], limit: 20)
    outcome.expectFailure(78, saying: "403")
    #expect(!outcome.errors.contains("connecting again"))
  }

  @Test func waitsAsLongAsTheServerAsks() async throws {
    let peer = try await Peer.start(
      "hostile.py", ["raw", #"HTTP/1.1 503 Busy\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n"#])
    defer { peer.end() }
    let outcome = try await Program.run(["send", "--reconnect-attempts", "1", peer.url, "hi"], limit: 20)
    outcome.expectFailure(78, saying: "503")
    #expect(outcome.errors.contains("; connecting again in 2 s\n"), "\(outcome.errors)")
  }

  @Test func saysSoBesideTheViews() async throws {
    let peer = try await Peer.start("hostile.py", ["answers_and_drops", "2"])
    defer { peer.end() }
    let outcome = try await Program.run(
      [peer.url, "-x", "a", "-w", "1", "--reconnect", "--views", "-", "--show", "line"], limit: 30)
    outcome.expect(status: 0)
    #expect(outcome.errors.contains("; connecting again in "), "\(outcome.errors)")
    #expect(!outcome.text.contains("connecting again"), "\(outcome.text)")
  }

  @Test func goesOnWithThePipe() async throws {
    let peer = try await Peer.start("hostile.py", ["answers_and_drops", "1"])
    defer { peer.end() }
    let child = try Program.start([peer.url, "--reconnect"], input: .held, limit: 30)
    child.write("one\n")
    await child.errors.wait(for: "; connecting again in ")
    child.write("two\n")
    await child.output.wait(for: "2\n")
    child.closeInput()
    let outcome = await child.outcome()
    outcome.expect(status: 0)
    outcome.expectOutput(Data("1\n2\n".utf8))
  }

  @Test func endsBetweenTwoConnections() async throws {
    let peer = try await Peer.start("hostile.py", ["answers_and_drops", "9"])
    defer { peer.end() }
    let child = try Program.start([peer.url, "-x", "a", "-w", "-1", "--reconnect"], limit: 30)
    await child.errors.wait(for: "; connecting again in ")
    child.send(signal: 2)
    let outcome = await child.outcome()
    #expect(outcome.status == 130)
  }

  @Test func connectsAgainAtThePrompt() async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    try await Screen.wscope([peer.url, "--reconnect"]) { screen in
      await peer.obey("cut")
      // Until then the prompt of the first connection may be there still.
      try await screen.wait { $0.count(of: "connected to ") == 2 && $0.currentRow == ">" }
      await peer.obey("text again")
      try await screen.wait(for: "  again")
      try await screen.enter("/close")
      try await screen.waitForPrompt("closed>")
      try await screen.enter("/quit")
      #expect(try await screen.status() == 0)
    }
  }

  @Test(arguments: [
    (["--ping-timeout", "3"], "--ping-timeout is for the answers to Pings that --ping-interval sends"),
    (["--ping-interval", "0"], "--ping-interval needs more than 0 seconds"),
  ])
  func refusesWhatMeansNothing(options: [String], sentence: String) async throws {
    try await Program.run(["send", "ws://127.0.0.1:9/", "hi"] + options).expectFailure(64, saying: sentence)
  }
}

import Foundation
import SystemCalls
import Testing

@Suite("wscope listen --echo", .gated)
struct ListenTests {
  @Test(arguments: ["websockets_client.py", "ws_client.js"])
  func echoesToARealClient(client: String) async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    let outcome = try await Peer.script(client, [listener.url]).outcome()
    outcome.expect(status: 0)
    #expect(outcome.text.hasPrefix("ok 1000"), "\(outcome.text)")
  }

  @Test func echoesToWebsocat() async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    for kind in ["-t", "-b"] {
      let client = try Peer.launch(Peer.tool("websocat"), [kind, "-B", "100000", listener.url], input: .held)
      let long = String(repeating: "0123456789", count: 7000)
      for line in ["hello", "ü €", long, "last"] {
        client.write(line + "\n")
        await client.output.wait(for: line + "\n")
      }
      client.closeInput()
      let outcome = await client.outcome()
      outcome.expect(status: 0)
      expectSame(outcome.output, Data("hello\nü €\n\(long)\nlast\n".utf8), errors: outcome.errors)
    }
  }

  @Test func echoesToWsdump() async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    let client = try Peer.launch(Peer.tool("wsdump"), ["-r", "--eof-wait", "1", listener.url], input: .held)
    for line in ["hello", "second ü"] {
      client.write(line + "\n")
      let shown = await client.output.wait(for: line)
      #expect(shown.contains(line), "\(shown)")
    }
    client.closeInput()
    _ = await client.outcome()
  }

  @Test func servesSeveralAtOnceAndGoesOn() async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    let first = try Program.start([listener.url], input: .held)
    let second = try Program.start([listener.url], input: .held)
    for (child, word) in [(first, "a"), (second, "b"), (first, "c")] {
      child.write("\(word)\n")
      #expect(await child.output.wait(for: "\(word)\n").contains("\(word)\n"))
    }
    first.end()
    second.closeInput()
    await second.outcome().expect(status: 0)
    let third = try await Program.run("send", listener.url, "still here")
    third.expect(status: 0)
  }

  @Test func listensOnVersionSix() async throws {
    let listener = try await Listener.start(on: "[::1]:0")
    defer { listener.end() }
    #expect(listener.url.hasPrefix("ws://[::1]:"), "\(listener.url)")
    let outcome = try await Program.run("send", listener.url, "six")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("six\n".utf8))
  }

  @Test(arguments: ["0", "localhost:0", "*:0"])
  func listensOnEverySpelling(address: String) async throws {
    let listener = try await Listener.start(on: address)
    defer { listener.end() }
    let port = listener.url.drop { !$0.isNumber }.split(separator: ":").last?.filter(\.isNumber) ?? ""
    let outcome = try await Program.run("send", ":\(port)", "hello")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("hello\n".utf8))
  }

  @Test func answersAWrongRequestAndGoesOn() async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    let outcome = try await Peer.script("garbage.py", [listener.url]).outcome()
    outcome.expect(status: 0)
    #expect(outcome.text == "all refused\n", "\(outcome.text)")
    try await Program.run("send", listener.url, "still here").expect(status: 0)
  }

  @Test func closesAConnectionThatBreaksTheProtocol() async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    let outcome = try await Peer.script("hostile_client.py", [listener.url]).outcome()
    outcome.expect(status: 0)
    #expect(outcome.text.hasSuffix("all closed\n"), "\(outcome.text)")
    try await Program.run("send", listener.url, "still here").expect(status: 0)
  }

  @Test func outlivesAResetInTheMiddleOfAnEcho() async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    let client = try Peer.script(
      "resetting_client.py", [listener.url, String(listener.child.process), "8"], limit: 30)
    let outcome = await client.outcome()
    outcome.expect(status: 0)
    #expect(outcome.text == "reset 8\n", "\(outcome.text)")
    let next = try await Program.run("send", listener.url, "still here")
    next.expect(status: 0)
    next.expectOutput(Data("still here\n".utf8))
  }

  @Test(arguments: ["close", "open"])
  func echoesAllToAClientThatHalfCloses(ending: String) async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    let outcome = try await Peer.script("half_closing_client.py", [listener.url, ending]).outcome()
    outcome.expect(status: 0)
    #expect(outcome.lines.last == "all came back", "\(outcome.text.suffix(300))")
  }

  @Test func endsBySignalThoughAClientDoesNotRead() async throws {
    let listener = try await Listener.start()
    defer { listener.end() }
    let client = try Peer.script("greedy_client.py", [listener.url], limit: 20)
    defer { client.end() }
    let report = await client.output.wait(for: "stalled")
    try #require(report.contains("stalled"), "\(report)")
    let start = ContinuousClock.now
    listener.child.send(signal: SIGTERM)
    let status = await listener.child.status()
    #expect(status == 143)
    #expect(ContinuousClock.now - start < .seconds(5))
  }

  /// What the client sends, and what it does not take.
  @Test(arguments: [(["--echo"], []), (["--echo"], ["pings"]), ([], ["pings"])] as [([String], [String])])
  func dropsAClientThatTakesNothing(options: [String], client words: [String]) async throws {
    let listener = try await Listener.start(options)
    defer { listener.end() }
    let client = try Peer.script("greedy_client.py", [listener.url] + words, limit: 60)
    defer { client.end() }
    let errors = await listener.child.errors.wait(for: "has taken nothing for 10 s")
    #expect(errors.contains("so it is closed with 1008"), "\(errors)")
    if !words.isEmpty { await client.outcome().expectOutput(Data("gone\n".utf8)) }
    // Everybody else is served.
    try await Program.run("send", "--expect", "0", listener.url, "hi").expect(status: 0)
  }

  @Test func restsWhileThereAreNoDescriptors() async throws {
    let child = try Child(
      "/bin/sh", ["-c", "ulimit -n 24; exec \(Program.path) listen 0 --echo"],
      environment: Program.environment, limit: 60)
    let line = await child.errors.firstLine()
    let listener = Listener(child: child, url: String(line.dropFirst("listening on ".count)))
    defer { listener.end() }
    let outcome = try await Peer.script("crowding_client.py", [listener.url, String(child.process)]).outcome()
    outcome.expect(status: 0)
    #expect(outcome.text == "some open\nidle\necho\nroom\n", "\(outcome.text) \(outcome.errors)")
    let story = await child.errors.wait(for: "no more clients")
    #expect(
      story.split(separator: "\n").filter { $0.hasPrefix("no more clients can be accepted: too many open") }
        .count == 1)
  }
}

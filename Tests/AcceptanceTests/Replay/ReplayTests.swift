import Foundation
import Testing

@Suite("wscope replay", .gated)
struct ReplayTests {
  private static let messages = [#"{"n":1}"#, #"{"n":2}"#, #"{"n":30}"#]

  /// A recording of a session with the JSON server.
  private func record(_ peer: Peer, _ folder: TemporaryFolder, _ name: String, path: String = "") async throws
    -> String
  {
    let file = folder.path(name)
    try await Program.run(
      ["send", peer.url + path, "--expect", "4", "-s", "chat.v1"] + Self.messages + ["--record", file]
    ).expect(status: 0)
    return file
  }

  @Test(
    "a session that is replayed against its own server is equal but for its ids",
    arguments: ["run.jsonl", "run.pcapng", "run.har"],
    [[], ["--lockstep"], ["--refragment"], ["--speed", "0.5"], ["--deflate", "off"]])
  func ownServer(_ name: String, _ way: [String]) async throws {
    let folder = try TemporaryFolder()
    let peer = try await Peer.start("json_server.py")
    defer { peer.end() }
    let file = try await record(peer, folder, name)
    let copy = folder.path("again.jsonl")
    let outcome = try await Program.run(
      ["replay", file, peer.url, "--ignore", "/id", "--record", copy] + way)
    outcome.expect(status: 0)
    #expect(outcome.text == "4 messages, all equal\n" && outcome.errors.isEmpty, "\(outcome)")
    try await Program.run("diff", file, copy, "--ignore", "id").expect(status: 0)
    // What was offered is offered again.
    #expect(try String(contentsOfFile: copy, encoding: .utf8).contains("chat.v1"))
    let strict = try await Program.run(["replay", file, peer.url] + way)
    strict.expect(status: 1)
    #expect(strict.text.hasPrefix("~ ← at /id: \""), "\(strict.text)")
    #expect(strict.text.hasSuffix("4 messages differ: 4 changed; 0 are equal\n"))
    #expect(strict.errors.isEmpty, "\(strict.errors)")
  }

  @Test("a changed server is found, and the first difference named")
  func changed() async throws {
    let folder = try TemporaryFolder()
    let peer = try await Peer.start("json_server.py")
    defer { peer.end() }
    let file = try await record(peer, folder, "run.jsonl")
    let brief = try await Program.run("replay", file, peer.url + "changed", "--ignore", "/id")
    brief.expect(status: 1)
    #expect(brief.lines.first == "~ ← at /double: 4 recorded, 5 replayed", "\(brief.text)")
    #expect(brief.lines.last == "1 message differs: 1 changed; 3 are equal")
    let more = try await Program.run(
      "replay", file, peer.url + "more", "--ignore", "/id", "--diff", "--lockstep")
    more.expect(status: 1)
    #expect(more.lines.contains { $0.hasPrefix("+ ←") && $0.hasSuffix("one more") }, "\(more.text)")
    #expect(more.errors.isEmpty)
  }

  @Test(
    "frames are cut as they were, with their control frames, and a Close with its code",
    arguments: [
      [], ["--deflate", "off"],
    ])
  func frames(_ options: [String]) async throws {
    let folder = try TemporaryFolder()
    let script = try folder.file(
      "script",
      Data(
        """
        /fragment 2 hello
        /ping mine
        /frame fin=0 op=text text=\(String(repeating: "a", count: 80))
        /ping between
        /frame fin=0 op=continuation text=b
        /frame op=continuation text=c
        /frame op=binary hex=00ff
        /pong unasked
        \(String(repeating: "long enough to be compressed ", count: 20))
        /close 4000 done
        """.utf8))
    var files: [String] = []
    for name in ["run", "again", "joined"] {
      let seen = folder.path("seen-\(name).jsonl")
      let listener = try await Listener.start(["--echo", "--once", "--record", seen] + options)
      let file = folder.path("run.jsonl")
      defer { listener.end() }
      let outcome =
        name == "run"
        ? try await Program.run(["connect", listener.url, "--script", script, "--record", file] + options)
        : try await Program.run(
          ["replay", file, listener.url] + options + (name == "joined" ? ["--refragment"] : []))
      outcome.expect(status: 0)
      _ = await listener.child.outcome()
      files.append(seen)
    }
    let frames = try await Program.run("diff", "--frames", files[0], files[1])
    frames.expect(status: 0)
    try await Program.run("diff", files[0], files[2]).expect(status: 0)
    let joined = try await Program.run("diff", "--frames", files[0], files[2])
    joined.expect(status: 1)
    #expect(joined.text.contains("TEXT more hel"), "\(joined.text)")
  }

  @Test("a client that breaks a rule breaks it again, and is answered as it was")
  func violation() async throws {
    let folder = try TemporaryFolder()
    let file = folder.path("run.jsonl")
    let script = try folder.file("script", Data("hello\n/frame op=binary hex=00ff len=16\n".utf8))
    let listener = try await Listener.start()
    defer { listener.end() }
    try await Program.run("connect", listener.url, "--script", script, "--record", file).expect(status: 79)
    let outcome = try await Program.run("replay", file, listener.url)
    outcome.expect(status: 0)
    #expect(outcome.text == "2 messages, all equal\n", "\(outcome)")
    try await Program.run("replay", file, listener.url, "--refragment", "--timeout", "0.2").expect(status: 1)
  }

  @Test("the pauses of the recording are kept")
  func pace() async throws {
    let folder = try TemporaryFolder()
    let listener = try await Listener.start()
    defer { listener.end() }
    let file = folder.path("run.jsonl")
    try await Program.run(
      "connect", listener.url, "-x", "a", "--pause", "0.6", "-x", "b", "--record", file
    ).expect(status: 0)
    let clock = ContinuousClock()
    let time = try await clock.measure {
      try await Program.run("replay", file, listener.url).expect(status: 0)
    }
    #expect(time >= .milliseconds(600))
    let slow = try await clock.measure {
      try await Program.run("replay", file, listener.url, "--speed", "0.4").expect(status: 0)
    }
    #expect(slow >= .milliseconds(1500))
  }

  @Test("a reply that does not come is a difference, and a lost connection has its own status")
  func missing() async throws {
    let folder = try TemporaryFolder()
    let peer = try await Peer.start("json_server.py")
    defer { peer.end() }
    let file = try await record(peer, folder, "run.jsonl")
    for way in [[], ["--lockstep"]] {
      let lost = try await Program.run(["replay", file, peer.url + "lost", "--ignore", "/id"] + way)
      lost.expectFailure(80)
      #expect(lost.text == "until then: 1 message, equal\n", "\(lost.text)")
    }
    let silent = try await Peer.start("websockets_server.py")
    defer { silent.end() }
    let outcome = try await Program.run(
      "replay", file, silent.url + "silent", "--timeout", "0.2", "--lockstep")
    outcome.expectFailure(1, saying: "message 1 of the server did not come within 200 ms")
    #expect(outcome.text.hasPrefix("- ←    1  {"), "\(outcome.text)")
    let closing = try await Program.run("replay", file, silent.url + "close-first/1000", "--diff")
    closing.expect(status: 1)
    #expect(closing.text.contains("+ ←    1  CLOSE 1000"), "\(closing.text)")
    let port = try FreePort.find()
    try await Program.run("replay", file, "ws://127.0.0.1:\(port)/").expectFailure(69)
  }

  @Test("the recorded Close of the server is expected, with its code")
  func close() async throws {
    let folder = try TemporaryFolder()
    let peer = try await Peer.start("json_server.py")
    defer { peer.end() }
    let file = folder.path("run.jsonl")
    try await Program.run(
      "send", peer.url, "-s", "chat.v1", #"{"n":1}"#, "bye", "--expect", "3", "--record", file
    ).expect(status: 79)
    let outcome = try await Program.run("replay", file, peer.url, "--ignore", "/id")
    outcome.expect(status: 0)
    #expect(outcome.text == "3 messages, all equal\n" && outcome.errors.isEmpty, "\(outcome)")
    // A server that does not close.
    let listener = try await Listener.start(["--replay", file, "--replay-match", "content"])
    defer { listener.end() }
    let same = try await Program.run("replay", file, listener.url, "--lockstep")
    same.expect(status: 0)
    let echo = try await Listener.start()
    defer { echo.end() }
    let other = try await Program.run("replay", file, echo.url, "--timeout", "0.2", "--diff")
    other.expect(status: 1)
    #expect(other.text.contains("- ←    3  CLOSE 4001 \"done\""), "\(other.text)")
  }

  @Test("an interruption ends it with what was compared until then")
  func interrupted() async throws {
    let folder = try TemporaryFolder()
    let peer = try await Peer.start("json_server.py")
    defer { peer.end() }
    let file = try await record(peer, folder, "run.jsonl")
    let silent = try await Peer.start("websockets_server.py")
    defer { silent.end() }
    let views = folder.path("views")
    #expect(mkfifo(views, 0o600) == 0)
    let child = try Program.start(
      ["replay", file, silent.url + "silent", "--show", "line", "--views", views, "--lockstep"])
    // The connection is open when its first line is there.
    let reader = try FileHandle(forReadingFrom: URL(filePath: views))
    _ = try reader.read(upToCount: 1)
    child.send(signal: SIGINT)
    let outcome = await child.outcome()
    outcome.expectFailure(130, saying: "ended by signal 2")
    #expect(outcome.text == "until then: there are no messages on either side\n", "\(outcome.text)")
  }

  @Test("secrets that the recording hides are not sent, which is said")
  func secrets() async throws {
    let folder = try TemporaryFolder()
    let listener = try await Listener.start()
    defer { listener.end() }
    let file = folder.path("run.jsonl")
    try await Program.run(
      "send", listener.url, "a", "-H", "Authorization: Bearer abc", "-o", "http://127.0.0.1", "--record", file
    ).expect(status: 0)
    let copy = folder.path("copy.jsonl")
    let outcome = try await Program.run("replay", file, listener.url, "--record", copy)
    outcome.expectFailure(0, saying: "hides secrets of its request (Authorization), which are not sent")
    let sent = try String(contentsOfFile: copy, encoding: .utf8)
    #expect(!sent.contains("***") && sent.contains("http://127.0.0.1"))
    let given = try await Program.run(
      "replay", file, listener.url, "-H", "Authorization: Bearer def", "--record", folder.path("2.jsonl"))
    given.expect(status: 0)
    #expect(given.errors.isEmpty, "\(given.errors)")
  }

  @Test("what cannot be replayed is said before anything is connected")
  func refused() async throws {
    let folder = try TemporaryFolder()
    let garbage = try folder.file("garbage", Data([1, 2, 3, 4]))
    let url = "ws://127.0.0.1:\(try FreePort.find())/"
    try await Program.run("replay", garbage, url).expectFailure(65, saying: "magic number")
    try await Program.run("replay", folder.path("none"), url).expectFailure(66, saying: "none cannot be read")
    try await Program.run("replay", garbage, url, "--reconnect").expectFailure(64, saying: "--reconnect")
    try await Program.run("replay", garbage, url, "--lockstep", "--speed", "2").expectFailure(
      64, saying: "--speed")
    let both = folder.path("both.jsonl")
    let listener = try await Listener.start(["--echo", "--record", both])
    for _ in 0..<2 { try await Program.run("send", listener.url, "a").expect(status: 0) }
    listener.child.send(signal: SIGTERM)
    _ = await listener.child.outcome()
    try await Program.run("replay", both, url).expectFailure(64, saying: "more than one connection")
    try await Program.run("replay", both, url, "--connection", "9").expectFailure(65, saying: "connection 9")
  }
}

import Foundation
import SystemCalls
import TerminalTestSupport
import Testing
import WebSocketWire

@Suite("--record, and wscope read of what it has written", .gated)
struct RecordTests {
  private static let content = Data(
    String(repeating: "hällo, wörld ", count: 12_000).utf8)

  @Test(
    "each view of a recording is the live one",
    arguments: [
      ["--show", "line"], ["--show", "tree"], ["--show", "diagram"], ["--show", "line", "--hex"],
      ["--show", "off", "--handshake"], ["--json"], ["--json-frames"],
    ], [[], ["--deflate", "off"], ["-k"]])
  func views(_ view: [String], _ way: [String]) async throws {
    let folder = try TemporaryFolder()
    let big = try folder.file("big.txt", Self.content)
    var options = ["--echo"]
    if way == ["-k"] {
      let certificates = try await Certificates.make()
      options += certificates.server
    }
    let listener = try await Listener.start(options)
    defer { listener.end() }
    let file = folder.path("run.jsonl")
    let live = folder.path("live.txt")
    let isJSON = view[0].hasPrefix("--json")
    try await Program.run(
      [
        "send", listener.url + "?token=secret", "hello", "{\"a\":1}", "--file", big, "--record", file,
        "--views", live,
      ]
        + view + way
    ).expect(status: 0)
    let read = try await Program.run(["read", file] + view + (isJSON ? [] : ["--time", "delta"]))
    read.expect(status: 0)
    read.expectOutput(try Data(contentsOf: URL(filePath: live)))
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(!(try String(contentsOfFile: file, encoding: .utf8)).contains("secret"))
    // What is read is written again as it was.
    let copy = folder.path("copy.jsonl")
    try await Program.run("read", file, "--record", copy).expect(status: 0)
    expectSame(try Data(contentsOf: URL(filePath: copy)), try Data(contentsOf: URL(filePath: file)))
    _ = try await EventLines(try Data(contentsOf: URL(filePath: file)))
  }

  @Test("a listener's recording has every client, and those that did not get in")
  func listener() async throws {
    let folder = try TemporaryFolder()
    let (file, live) = (folder.path("run.jsonl"), folder.path("live.txt"))
    let listener = try await Listener.start(["--echo", "--record", file, "--show", "line", "--views", live])
    for _ in 0..<3 { try await Program.run("send", listener.url, "a", "b").expect(status: 0) }
    listener.child.send(signal: SIGTERM)
    _ = await listener.child.outcome()
    let read = try await Program.run("read", file, "--time", "delta")
    read.expect(status: 0)
    let shown = try String(contentsOfFile: live, encoding: .utf8)
    #expect(shown.hasSuffix(read.text), "\(shown)\n\(read.text)")
    #expect(read.text.contains("client 3 connected"))
    let events = try await EventLines(try Data(contentsOf: URL(filePath: file)))
    #expect(events.counts["connected"] == 3)
    #expect(events.counts["listening"] == 1)
  }

  @Test("a refused upgrade is recorded with its heads, and what went wrong")
  func refused() async throws {
    let folder = try TemporaryFolder()
    let listener = try await Listener.start(["--echo", "--auth", "user:word"])
    defer { listener.end() }
    for view in [["--handshake", "--show", "line"], ["--json"]] {
      let (file, live) = (folder.path("\(view[0]).jsonl"), folder.path("live.txt"))
      try await Program.run(["send", listener.url, "a", "--record", file, "--views", live] + view).expect(
        status: 78)
      let read = try await Program.run(["read", file] + view)
      read.expect(status: 0)
      // What no record has is the line of the steps of the connect.
      let shown = try String(contentsOfFile: live, encoding: .utf8).split(separator: "\n").filter {
        !$0.hasPrefix("not connected to") && !$0.hasPrefix("  tried ")
      }
      #expect(read.lines == shown, "\(read.text)")
    }
  }

  @Test("a recording is never written over: one sentence, and 73")
  func exclusive() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("run.jsonl", Data("mine".utf8))
    let outcome = try await Program.run("send", "ws://127.0.0.1:9", "a", "--record", file)
    outcome.expectFailure(73, saying: "run.jsonl cannot be created", "a recording is always a new file")
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
    try await Program.run("send", "ws://127.0.0.1:9", "a", "--record", folder.path("run")).expectFailure(
      64, saying: "--record-format")
    try await Program.run("send", "ws://127.0.0.1:9", "a", "--record-format", "jsonl").expectFailure(
      64, saying: "--record FILE")
  }

  @Test("a file that takes no more ends the run with one sentence and 74, and what is there can be read")
  func full() async throws {
    let folder = try TemporaryFolder()
    let listener = try await Listener.start()
    defer { listener.end() }
    let file = folder.path("run.jsonl")
    let big = try folder.file("big.txt", Self.content)
    let outcome = try await Child(
      "/bin/sh",
      [
        "-c", "trap '' XFSZ; ulimit -f 60; exec \"$0\" \"$@\"", Program.path, "send", listener.url, "hello",
        "--file", big,
        "--record", file,
      ], environment: Program.environment
    ).outcome()
    outcome.expectFailure(74, saying: "the recording \(file) cannot be written: file too large")
    let read = try await Program.run("read", file)
    read.expect(status: 0)
    #expect(read.text.contains("hello"))
  }

  @Test("what a killed client has recorded is whole up to its last frame", arguments: ["jsonl"])
  func killed(_ format: String) async throws {
    let folder = try TemporaryFolder()
    let listener = try await Listener.start()
    defer { listener.end() }
    for round in 0..<12 {
      let file = folder.path("\(round).\(format)")
      let child = try Program.start([listener.url, "--record", file], input: .held, output: .unread)
      // Each message is its number, so that none can be missing unseen.
      Thread.detachNewThread {
        for number in 0..<20_000 { child.write(Data(String(format: "%0999d\n", number).utf8)) }
      }
      Self.read(.random(in: 300_000...4_000_000), from: child.takeOutput())
      child.end()
      _ = await child.status()
      let read = try await Program.run("read", file, "--json")
      read.expect(status: 0)
      var next = 0
      for line in read.lines
      where line.contains("\"type\":\"message\"") && line.contains("\"sender\":\"client\"") {
        #expect(line.contains("\"\(String(format: "%0999d", next))\""))
        next += 1
      }
      #expect(next > 50)
    }
  }

  /// Reads that many bytes, and closes.
  private static func read(_ count: Int, from descriptor: Int32) {
    var buffer = [UInt8](repeating: 0, count: 65536)
    var done = 0
    while done < count {
      let size = SystemCalls.read(descriptor, &buffer, buffer.count)
      guard size > 0 else { break }
      done += size
    }
    close(descriptor)
  }

  @Test("a rotated recording has parts that are read one by one")
  func rotation() async throws {
    let folder = try TemporaryFolder()
    let listener = try await Listener.start()
    defer { listener.end() }
    let file = folder.path("run.jsonl")
    let messages = (0..<400).map { "message \($0) " + String(repeating: "x", count: 500) }
    try await Program.run(
      [listener.url, "--record", file, "--record-rotate", "64k"],
      input: .bytes(Data(messages.joined(separator: "\n").utf8))
    ).expect(status: 0)
    var count = 0
    var part = 1
    while FileManager.default.fileExists(atPath: folder.path(part == 1 ? "run.jsonl" : "run.\(part).jsonl")) {
      let read = try await Program.run(
        "read", "--json", folder.path(part == 1 ? "run.jsonl" : "run.\(part).jsonl"))
      read.expect(status: 0)
      count += read.lines.filter { $0.contains("\"type\":\"message\"") }.count
      part += 1
    }
    #expect(part > 4)
    #expect(count == 800)
  }

  @Test(
    "at a prompt /record begins within a connection, /record off ends it, and the file is a whole recording")
  func prompt() async throws {
    try await Screen.wscope(["demo"], through: "cd && exec \"$@\"", saying: "an echo server") { screen in
      try await screen.enter("before")
      try await screen.wait { $0.contains("← TEXT") && $0.contains("before") }
      try await screen.enter("/record run.jsonl")
      try await screen.wait(for: "recorded in run.jsonl from now on")
      try await screen.enter("within")
      try await screen.wait { $0.count(of: "  within\n") == 1 }
      try await screen.enter("/record off")
      try await screen.wait(for: "no longer recorded in run.jsonl")
      try await screen.enter("/record run.jsonl")
      try await screen.wait(for: "run.jsonl cannot be created")
      try await screen.enter("/quit")
      #expect(try await screen.status() == 0)
      let folder = try TemporaryFolder()
      let file = try folder.file("run.jsonl", try screen.file("run.jsonl"))
      let read = try await Program.run("read", "--time", "off", "--handshake", file)
      read.expect(status: 0)
      #expect(read.text.contains("  ok   Accept answers the key"), "\(read.text)")
      #expect(read.text.components(separatedBy: "  within\n").count == 3, "\(read.text)")
      #expect(!read.text.contains("  before\n"))
      let frames = try await EventLines(try Data(contentsOf: URL(filePath: file)))
      #expect(frames.members("frame", "sender", "number") == ["client 2", "server 2"])
    }
  }

  @Test("HAR: messages without invented headers, and one format out of another")
  func har() async throws {
    let folder = try TemporaryFolder()
    let listener = try await Listener.start()
    defer { listener.end() }
    let file = folder.path("run.har")
    try await Program.run("send", listener.url, "hello", "--record", file).expect(status: 0)
    let read = try await Program.run("read", "--time", "off", file)
    read.expect(status: 0)
    #expect(
      read.text.hasSuffix(
        """
          only the messages are recorded, and not their frames: no header or key is known, and no Ping
        → TEXT message, 5 bytes
          hello
        ← TEXT message, 5 bytes
          hello
        how it ended is not recorded: 1 message from the client, 1 message from the server

        """), "\(read.text)")
    let events = try await EventLines(try await Program.run("read", "--json", file).output)
    #expect(events.members("message", "sender", "text", "frames") == ["client hello -", "server hello -"])
    try await Program.run("read", file, "--record", folder.path("run.pcapng")).expectFailure(
      64, saying: "messages and no frames")
    try await Program.run("read", file, "--show", "spec").expectFailure(64, saying: "--show spec")
  }
}

import Foundation
import Testing

@Suite("wscope read of recordings, however they come", .gated)
struct ReadRecordingTests {
  /// Records two messages and their echoes.
  private static func record(_ names: [String], in folder: TemporaryFolder) async throws -> [String] {
    let listener = try await Listener.start(["--echo"])
    defer { listener.end() }
    var files: [String] = []
    for name in names {
      let file = folder.path(name)
      try await Program.run("send", listener.url, "hello", "world", "--record", file).expect(status: 0)
      files.append(file)
    }
    return files
  }

  private static func pack(_ file: String) async throws -> String {
    try await Peer.launch("/usr/bin/gzip", ["-k", file]).outcome().expect(status: 0)
    return file + ".gz"
  }

  @Test("packed by gzip, through standard input, and by decode, it is the same", arguments: ["jsonl", "har"])
  func ways(_ format: String) async throws {
    let folder = try TemporaryFolder()
    let file = try await Self.record(["run.\(format)"], in: folder)[0]
    let packed = try await Self.pack(file)
    let plain = try await Program.run("read", file)
    plain.expect(status: 0)
    #expect(plain.text.contains("  world\n"))
    for path in [file, packed] {
      let content = try Data(contentsOf: URL(filePath: path))
      try await Program.run("read", path).expectOutput(plain.output)
      try await Program.run(["read", "-"], input: .bytes(content)).expectOutput(plain.output)
      try await Program.run("decode", "--file", path).expectOutput(plain.output)
      try await Program.run(["decode"], input: .bytes(content)).expectOutput(plain.output)
      try await Program.run("read", "--strict", path).expect(status: 0)
      let counted = try await Program.run("read", "--stats", path)
      counted.expect(status: 0)
      #expect(counted.errors.contains("→ client  2 messages") && counted.output.isEmpty, "\(counted)")
    }
    // What a cut file has is shown.
    let cut = try folder.file(
      "cut.gz", try Data(contentsOf: URL(filePath: packed)).dropLast(12))
    let outcome = try await Program.run("read", cut)
    outcome.expect(status: 65)
    #expect(outcome.errors.contains("gzip, byte"), "\(outcome.errors)")
    if format == "jsonl" { #expect(outcome.text.contains("  hello\n")) }
  }

  @Test("what is read is converted and counted in one reading")
  func converted() async throws {
    let folder = try TemporaryFolder()
    let file = try await Self.record(["run.jsonl"], in: folder)[0]
    let copy = folder.path("copy.jsonl")
    let outcome = try await Program.run("read", file, "--record", copy, "--stats")
    outcome.expect(status: 0)
    #expect(outcome.errors.contains("3 frames (2 TEXT, 1 CLOSE)") && outcome.output.isEmpty)
    #expect(try Data(contentsOf: URL(filePath: copy)) == (try Data(contentsOf: URL(filePath: file))))
  }

  @Test("messages without frames are recorded as such, and packets cannot have them")
  func messages() async throws {
    let folder = try TemporaryFolder()
    let files = try await Self.record(["run.har", "run.jsonl"], in: folder)
    let events = try folder.file(
      "events.jsonl", try await Program.run("read", "--json", files[1]).output)
    for (number, file) in [files[0], events].enumerated() {
      let copy = folder.path("copy\(number).jsonl")
      try await Program.run("read", file, "--record", copy).expect(status: 0)
      _ = try await EventLines(try Data(contentsOf: URL(filePath: copy)))
      let (before, after) = (try await Program.run("read", file), try await Program.run("read", copy))
      after.expect(status: 0)
      #expect(after.text.contains("← TEXT message, 5 bytes"), "\(after.text)")
      after.expectOutput(before.output)
      try await Program.run("read", file, "--record", folder.path("copy\(number).pcapng")).expectFailure(
        number == 0 ? 64 : 65, saying: "messages and no frames")
    }
  }

  @Test("a recording is followed while it is written, and a signal ends the reading")
  func following() async throws {
    let folder = try TemporaryFolder()
    let listener = try await Listener.start(["--echo"])
    defer { listener.end() }
    let file = folder.path("run.jsonl")
    let client = try Program.start([listener.url, "--record", file], input: .held)
    client.write(Data("one\n".utf8))
    _ = await client.output.wait(for: "one\n")
    let reader = try Program.start(["read", "--follow", file])
    #expect(await reader.output.wait(for: "  one\n").contains("  one\n"))
    client.write(Data("two\n".utf8))
    #expect(await reader.output.wait(for: "  two\n").contains("  two\n"))
    client.closeInput()
    _ = await client.outcome()
    #expect(await reader.output.wait(for: "closed by us").contains("closed by us"))
    reader.send(signal: SIGTERM)
    #expect(await reader.outcome().status == 128 + SIGTERM)
  }

  @Test("a table lists the connections: before many of them, and in place of them")
  func table() async throws {
    let folder = try TemporaryFolder()
    let file = folder.path("run.jsonl")
    let listener = try await Listener.start(["--echo", "--record", file])
    for number in 0..<11 {
      try await Program.run("send", listener.url + "room?token=secret", "\(number)").expect(status: 0)
    }
    listener.child.send(signal: SIGTERM)
    _ = await listener.child.outcome()
    let alone = try await Program.run("read", "--show", "off", file)
    alone.expect(status: 0)
    #expect(alone.lines.count == 12, "\(alone.text)")
    #expect(alone.lines[0].contains("→ frames") && alone.lines[11].hasPrefix("11  127.0.0.1:"))
    #expect(alone.text.contains("/room?token=***  ") && !alone.text.contains("secret"))
    let shown = try await Program.run("read", file)
    #expect(shown.text.hasPrefix(alone.text + "\n") && shown.text.contains("client 11 connected"))
    let one = try await Program.run("read", "--connection", "11", file)
    #expect(one.text.hasPrefix("client 11 connected"), "\(one.text)")
  }
}

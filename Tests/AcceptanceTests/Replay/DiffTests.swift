import Foundation
import Testing

@Suite("wscope diff", .gated)
struct DiffTests {
  /// A recording of these messages of a client and the same of the server.
  private func recording(
    _ folder: TemporaryFolder, _ name: String, _ messages: [String], _ options: [String] = []
  ) async throws -> String {
    let listener = try await Listener.start()
    defer { listener.end() }
    let file = folder.path(name)
    try await Program.run(
      ["send", "--pace", "lockstep", listener.url] + messages + ["--record", file] + options
    ).expect(status: 0)
    return file
  }

  @Test("the same session is equal in each format, and to itself")
  func formats() async throws {
    let folder = try TemporaryFolder()
    let listener = try await Listener.start()
    defer { listener.end() }
    let messages = ["hello", #"{"a":[1,2]}"#, String(repeating: "compressed ", count: 40)]
    let file = try await recording(folder, "a.jsonl", messages)
    for name in ["a.pcapng", "a.har"] {
      try await Program.run("read", file, "--record", folder.path(name)).expect(status: 0)
      let outcome = try await Program.run("diff", file, folder.path(name))
      outcome.expect(status: 0)
      #expect(outcome.text.hasSuffix("messages, all equal\n") && outcome.errors.isEmpty, "\(outcome)")
    }
    let frames = try await Program.run("diff", "--frames", file, folder.path("a.pcapng"))
    frames.expect(status: 0)
    #expect(frames.text == "8 frames, all equal\n")
    // The same messages, compressed or not, are the same; their frames are not.
    let plain = try await recording(folder, "plain.jsonl", messages, ["--deflate", "off"])
    try await Program.run("diff", file, plain).expect(status: 0)
    let other = try await Program.run("diff", "--frames", file, plain)
    other.expect(status: 1)
    #expect(other.text.contains("rsv 100"), "\(other.text)")
  }

  @Test("JSON is compared by value, the first difference is named, and what is ignored does not count")
  func json() async throws {
    let folder = try TemporaryFolder()
    let one = try await recording(folder, "1.jsonl", ["first", #"{"a":{"id":1},"b":[1,2],"c":"x"}"#, "last"])
    let same = try await recording(
      folder, "2.jsonl", ["first", #"{"c":"\u0078", "b":[1.0,2], "a":{"id":1}}"#, "last"])
    let changed = try await recording(
      folder, "3.jsonl", ["first", #"{"c":"x","b":[1,2],"a":{"id":2}}"#, "new", "last"])
    try await Program.run("diff", one, same).expect(status: 0)
    let diff = try await Program.run("diff", one, changed)
    diff.expect(status: 1)
    #expect(diff.errors.isEmpty)
    #expect(
      diff.text == #"""
          ... 1 is equal
          ←    2  first
        ~ → at /a/id: 1 in A, 2 in B
          A    3  {"a":{"id":1},"b":[1,2],"c":"x"}
          B    3  {"c":"x","b":[1,2],"a":{"id":2}}
        ~ ← at /a/id: 1 in A, 2 in B
          A    4  {"a":{"id":1},"b":[1,2],"c":"x"}
          B    4  {"c":"x","b":[1,2],"a":{"id":2}}
        + →    5  new
        + ←    6  new
          →    5  last
          ... 2 are equal
        4 messages differ: 2 changed, 2 only in B; 5 are equal

        """#)
    for path in ["/a/id", "a.id", "a"] {
      let ignored = try await Program.run("diff", one, changed, "--ignore", path)
      ignored.expect(status: 1)
      #expect(ignored.text.hasSuffix("2 messages differ: 2 only in B; 7 are equal\n"), "\(ignored.text)")
    }
    try await Program.run("diff", one, changed, "--ignore", "a..b").expectFailure(64, saying: "--ignore")
  }

  @Test(
    "a line is never wider than 80 columns, nothing reaches a terminal unescaped, and the place is in sight")
  func lines() async throws {
    let folder = try TemporaryFolder()
    let long = String(repeating: "é", count: 300)
    let one = try await recording(folder, "1.jsonl", ["\u{1B}[31m", long + "left" + long, "日本" + long])
    let other = try await recording(folder, "2.jsonl", ["\u{1B}[32m", long + "right" + long, "中国" + long])
    let diff = try await Program.run("diff", one, other, "--color", "never")
    diff.expect(status: 1)
    #expect(diff.lines.allSatisfy { $0.count <= 80 }, "\(diff.text)")
    #expect(diff.text.contains("éleft") && diff.text.contains("éright"), "\(diff.text)")
    #expect(diff.text.contains(#"\x1b[31m"#) && !diff.text.contains("\u{1B}"))
    #expect(try await Program.run("diff", one, other, "--color", "always").text.contains("\u{1B}[33m~ "))
  }

  @Test("of a file with several connections one has to be chosen")
  func connections() async throws {
    let folder = try TemporaryFolder()
    let file = folder.path("both.jsonl")
    let listener = try await Listener.start(["--echo", "--record", file])
    for message in ["a", "b"] { try await Program.run("send", listener.url, message).expect(status: 0) }
    listener.child.send(signal: SIGTERM)
    _ = await listener.child.outcome()
    let outcome = try await Program.run("diff", file, file)
    outcome.expectFailure(64, saying: "more than one connection", "--connection")
    try await Program.run("diff", file, file, "--connection", "2").expect(status: 0)
    try await Program.run("diff", file, file, "--connection", "1", "--connection", "2").expect(status: 1)
    try await Program.run("diff", file, file, "--connection", "3").expectFailure(
      65, saying: "there is no connection 3")
  }

  @Test("what cannot be read is said as read says it")
  func hostile() async throws {
    let folder = try TemporaryFolder()
    let good = try await recording(folder, "a.jsonl", ["hello"])
    let garbage = try folder.file("garbage", Data([1, 2, 3, 4]))
    try await Program.run("diff", good, garbage).expectFailure(65, saying: "garbage", "magic number")
    try await Program.run("diff", garbage, good).expectFailure(65, saying: "garbage", "magic number")
    try await Program.run("diff", good, folder.path("none")).expectFailure(66, saying: "none cannot be read")
    try await Program.run("diff", good).expectFailure(64, saying: "two recordings")
    try await Program.run("diff", "-", "-").expectFailure(64, saying: "standard input")
    let lines = try String(contentsOfFile: good, encoding: .utf8)
    let broken = try folder.file("broken.jsonl", Data((lines + "{\"type\":\"frame\"}\n").utf8))
    try await Program.run("diff", good, broken).expectFailure(65, saying: "broken.jsonl")
    let piped = try await Program.run(["diff", good, "-"], input: .text(lines))
    piped.expect(status: 0)
    // A recording that was cut is compared as far as it goes.
    let cut = try folder.file("cut.jsonl", Data(lines.utf8.prefix(lines.utf8.count / 3)))
    try await Program.run("diff", good, cut).expect(status: 1)
  }

  @Test("what a capture lacks is said; it is compared as far as it goes, and cannot be replayed")
  func gaps() async throws {
    let folder = try TemporaryFolder()
    let file = try await recording(folder, "run.pcapng", ["first", "second", "third"])
    let cut = folder.path("cut.pcapng")
    // The packet of the second message of the client.
    try await Child("/usr/bin/editcap", [file, cut, "8"], environment: Program.environment).outcome().expect(
      status: 0)
    let diff = try await Program.run("diff", file, cut)
    diff.expect(status: 1)
    #expect(diff.lines.contains("- →    3  second"), "\(diff.text)")
    #expect(diff.errors == "wscope: \(cut) lacks bytes of the connection in 1 place\n")
    let url = "ws://127.0.0.1:\(try FreePort.find())/"
    try await Program.run("replay", cut, url).expectFailure(
      65, saying: "cannot be replayed: bytes of the connection are missing in 1 place")
  }

  @Test("a reader of the output that goes away is a quiet end")
  func reader() async throws {
    let folder = try TemporaryFolder()
    let one = try await recording(folder, "1.jsonl", (1...200).map { "one \($0) \(UUID())" })
    let other = try await recording(folder, "2.jsonl", (1...200).map { "two \($0) \(UUID())" })
    let child = try Child(
      "/bin/sh", ["-c", "\"$0\" \"$@\" | head -1", Program.path, "diff", one, other],
      environment: Program.environment)
    let outcome = await child.outcome()
    #expect(outcome.errors.isEmpty && outcome.lines.count == 1, "\(outcome)")
  }
}

import Foundation
import Testing

@Suite("Messages that go to files", .gated)
struct OutputFileTests {
  private static func files(of folder: URL) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      files[name] = try Data(contentsOf: folder.appendingPathComponent(name))
    }
    return files
  }

  @Test func outputTakesWhatStandardOutputWouldGet() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("out")
    try Data(repeating: 0x78, count: 1000).write(to: file)
    let outcome = try await Program.run(
      "send", "--output", file.path, "--write-out", "%{messages_received}\\n", peer.url, "a", "b")
    outcome.expect(status: 0)
    outcome.expectOutput(Data("2\n".utf8))
    #expect(try Data(contentsOf: file) == Data("a\nb\n".utf8))
    let standard = try await Program.run("send", "--output", "-", peer.url, "a")
    standard.expect(status: 0)
    standard.expectOutput(Data("a\n".utf8))
  }

  @Test func eventsGoToTheFileToo() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("out")
    let outcome = try await Program.run("send", "--json", "--output", file.path, peer.url, "a")
    outcome.expect(status: 0)
    #expect(outcome.output.isEmpty)
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    #expect(lines.count > 3 && lines.allSatisfy { $0.hasPrefix("{") })
  }

  @Test func whatCannotBeWrittenIsOneSentence() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let full = try await Program.run("send", "--output", "/dev/full", peer.url, "a")
    full.expectFailure(74, saying: "/dev/full cannot be written: no space left on device")
    let missing = try await Program.run("send", "--output", "/nowhere/file", peer.url, "a")
    missing.expectFailure(73, saying: "/nowhere/file cannot be created")
    let folder = try await Program.run("send", "--split", "/dev/null", peer.url, "a")
    folder.expectFailure(73, saying: "messages cannot be written to the folder /dev/null")
  }

  @Test func splitHasAFileForEachMessage() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let folder = try TemporaryFolder()
    let target = folder.url.appendingPathComponent("messages")
    let messages = ["a\nb", #"{"id":7}"#, String(repeating: "é", count: 50_000)]
    let arguments = ["send", "--split", target.path, "--hex-data", "00ff", peer.url] + messages
    let outcome = try await Program.run(arguments)
    outcome.expect(status: 0)
    #expect(outcome.output.isEmpty && outcome.errors.isEmpty, "\(outcome.errors)")
    let wanted = [
      "000001.txt": Data(messages[0].utf8), "000002.json": Data(messages[1].utf8),
      "000003.txt": Data(messages[2].utf8), "000004.bin": Data([0, 0xFF]),
    ]
    #expect(try Self.files(of: target) == wanted)
    let again = try await Program.run(arguments)
    again.expectFailure(74, saying: "000001.txt cannot be created: file exists")
    #expect(try Self.files(of: target) == wanted)
  }

  @Test func aFileThatCannotGrowIsOneSentence() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let folder = try TemporaryFolder()
    let target = folder.url.appendingPathComponent("messages")
    let large = folder.url.appendingPathComponent("large")
    try Data(repeating: 0x61, count: 300_000).write(to: large)
    // A limit of the shell's on the size of a file fails a write as a full disk does, and needs no mount.
    let child = try Child(
      "/bin/bash",
      [
        "-c", #"trap '' XFSZ; ulimit -f 64; exec "$0" send --split "$1" --file "$2" "$3" a"#, Program.path,
        target.path,
        large.path, peer.url,
      ], environment: Program.environment)
    let outcome = await child.outcome()
    outcome.expectFailure(74, saying: "000002.part cannot be written: file too large")
    #expect(try Self.files(of: target)["000001.txt"] == Data("a".utf8))
  }

  @Test func aHugeMessageIsNotHeld() async throws {
    let size = 200 << 20
    let peer = try await Peer.start("hostile.py", ["stream", "\(size)", "\(size)"], limit: 90)
    defer { peer.end() }
    let folder = try TemporaryFolder()
    let target = folder.url.appendingPathComponent("messages")
    // The most memory of a process that has ended is known to its parent alone.
    let script = """
      import resource, subprocess, sys
      status = subprocess.run(sys.argv[1:]).returncode
      print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
      sys.exit(status)
      """
    let outcome = try await Child(
      "/usr/bin/env", ["python3", "-c", script, Program.path, "--split", target.path, peer.url],
      environment: Program.environment, limit: 90
    ).outcome()
    outcome.expect(status: 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: target.path)
    #expect(names == ["000001.bin"], "\(outcome.errors)")
    let file = target.appendingPathComponent("000001.bin").path
    #expect(try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int == size)
    let peak = try #require(outcome.lines.last.flatMap { Int($0) }) * 1024
    #expect(peak < MemoryTests.limit, "\(peak)")
  }

  @Test func aPromptHasNoFiles() async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    for option in ["--split", "--output"] {
      let outcome = try await Pseudoterminal.run([option, "d", peer.url])
      outcome.expect(status: 64)
      #expect(outcome.text.contains("\(option) goes with -x or a pipe"), "\(outcome.text)")
    }
  }
}

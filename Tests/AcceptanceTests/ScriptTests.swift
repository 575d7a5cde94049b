import Foundation
import Testing

@Suite("Scripts of options and files", .gated)
struct ScriptTests {
  /// The path, the options, and what is printed.
  static let runs: [(String, [String], String)] = [
    (
      "", ["-x", "login", "--await", "token=(\\w+)", "-x", "use ${1}", "--await", "echo use"],
      "token=abc user\necho use abc\n"
    ),
    (
      "first", ["--await", "id=(?<id>\\d+)", "-x", "join ${id}", "--await", "^echo join 42$"],
      "welcome id=42\necho join 42\n"
    ),
    ("", ["-x", "late", "--await", "reply", "-x", "a", "--await", "echo a"], "late reply\necho a\n"),
    ("", ["-x", "twice", "--await", "reply", "-x", "a", "--await", "echo a"], "reply\nreply\necho a\n"),
    ("", ["-x", "burst", "--await", "item 4"], "item 0\nitem 1\nitem 2\nitem 3\nitem 4\n"),
    ("", ["-x", "a", "--pause", "0.05", "-x", "b", "--expect", "2"], "echo a\necho b\n"),
    (
      "", ["--on", "ping (\\d)=pong ${1}", "-x", "tick", "--await", "echo pong 2", "--match", "^echo"],
      "echo pong 0\necho pong 1\necho pong 2\n"
    ),
    ("", ["--every", "0.02=beat", "--until", "echo beat", "--timeout", "30"], "echo beat\n"),
    ("", ["--every", "0.02=beat", "--expect", "3"], "echo beat\necho beat\necho beat\n"),
    ("", ["-x", "${no} ${name}", "--set", "name=me", "--await", "echo"], "echo ${no} me\n"),
    ("", ["--script", "FILE", "--set", "n=8"], "echo /x 8\necho num 8\necho last\n"),
    ("", ["--script", "FILE"], "echo /x 7\necho num 7\necho last\n"),
    ("", ["-x", "first", "--script", "FILE"], "echo first\necho /x 7\necho num 7\necho last\n"),
  ]

  private static let file = """
    # what a script can do
    /set n=7
    //x ${n}
    /await echo /x (\\d)

    num ${1}
    /ping
    /await num
    /pause 0.01
    /text last
    /await last
    """

  @Test(arguments: runs)
  func doesStepAfterStep(path: String, options: [String], output: String) async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("script", Data(Self.file.utf8))
    let peer = try await Peer.start("talking_server.py")
    defer { peer.end() }
    let options = options.map { $0 == "FILE" ? file : $0 }
    let outcome = try await Program.run([peer.url + path] + options)
    outcome.expect(status: 0)
    outcome.expectOutput(Data(output.utf8))
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
  }

  @Test func namesWhatDidNotCome() async throws {
    let peer = try await Peer.start("talking_server.py")
    defer { peer.end() }
    let late = try await Program.run(
      [peer.url, "-x", "burst", "--await", "never (x)", "--timeout", "0.5"])
    late.expectFailure(
      75,
      saying:
        "--await \"never (x)\" matched no message within 500 ms; the last messages were \"item 2\", \"item 3\", \"item 4\"",
      "--timeout")
    late.expectOutput(Data((0..<5).map { "item \($0)\n" }.joined().utf8))
    let gone = try await Program.run([peer.url, "-x", "bye", "--await", "never"])
    gone.expectFailure(
      75, saying: "--await \"never\" matched no message before the connection ended; no message came")
  }

  @Test func standardInputComesAfterwards() async throws {
    let peer = try await Peer.start("talking_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(
      [peer.url, "-x", "login", "--await", "token", "-i"], input: .text("a\nb\n"))
    outcome.expect(status: 0)
    outcome.expectOutput(Data("token=abc user\necho a\necho b\n".utf8))
  }

  @Test func runsAgainOnEachConnection() async throws {
    let peer = try await Peer.start("talking_server.py")
    defer { peer.end() }
    let child = try Program.start([
      peer.url, "-x", "login", "--await", "token", "-x", "bye", "--reconnect", "--hold",
    ])
    let bytes = await child.output.wait { bytes in bytes.count { $0 == UInt8(ascii: "\n") } >= 3 }
    #expect(
      String(decoding: bytes, as: UTF8.self).hasPrefix("token=abc user\ntoken=abc user\ntoken=abc user\n"))
    child.send(signal: SIGTERM)
    await child.outcome().expectFailure(143)
  }

  @Test("answers do not wait for standard input")
  func answersWhileItsInputIsSilent() async throws {
    let peer = try await Peer.start("talking_server.py")
    defer { peer.end() }
    let child = try Program.start(
      [peer.url, "--on", "ping (\\d)=pong ${1}", "-x", "tick", "-i"], input: .held)
    _ = await child.output.wait(for: "echo pong 2")
    child.write("typed\n")
    child.closeInput()
    let outcome = await child.outcome()
    outcome.expect(status: 0)
    #expect(outcome.text.hasSuffix("echo pong 2\necho typed\n"), "\(outcome.text)")
  }

  @Test("standard input goes on where the connection is another one")
  func readsOnAfterAReconnection() async throws {
    let peer = try await Peer.start("talking_server.py")
    defer { peer.end() }
    let child = try Program.start([peer.url, "--reconnect"], input: .held)
    child.write("one\n")
    _ = await child.output.wait(for: "echo one\n")
    child.write("bye\n")
    _ = await child.errors.wait(for: "connecting again")
    child.write("two\n")
    _ = await child.output.wait(for: "echo two\n")
    child.closeInput()
    await child.outcome().expect(status: 0)
  }

  /// Options that end a run although something is sent again and again.
  static let ends = [["--expect", "1"], ["--until", "never"]]

  @Test(arguments: ends)
  func endsWhateverIsSentAgain(options: [String]) async throws {
    let peer = try await Peer.start("websockets_server.py")
    defer { peer.end() }
    let outcome = try await Program.run(
      [peer.url + "silent", "-x", "a", "--every", "0.05=beat", "--timeout", "0.5"] + options)
    outcome.expectFailure(75, saying: "--timeout")
  }

  @Test func isQuietWithoutAReader() async throws {
    let peer = try await Peer.start("talking_server.py")
    defer { peer.end() }
    let child = try Program.start(
      [peer.url, "-x", "burst", "--await", "nomatch", "--timeout", "60"], input: .none, output: .unread)
    #expect(child.readOneLineAndHangUp() == "item 0")
    let outcome = await child.outcome()
    outcome.expect(status: 0)
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
  }

  /// What a file holds, and what is said of it.
  static let faults: [(String, String)] = [
    ("a\n${q}\n", "line 2: nothing above it sets or captures \"q\""),
    ("/nosuch", "line 1: there is no command /nosuch"),
    ("/show tree", "line 1: /show is for a prompt, and sends nothing"),
    ("/await a(b", "line 1: \"a(b\", character 4"),
    ("/pause soon", "line 1: \"soon\": expected 0 to"),
    ("/every 1", "line 1: \"1\": expected SECONDS=MESSAGE"),
    ("/on (a=b)", "line 1: \"(a=b)\": expected REGEX=REPLY"),
    ("/set a b", "line 1: \"a b\": expected NAME=VALUE"),
  ]

  @Test(arguments: faults)
  func refusesAFileThatCannotBeRun(text: String, words: String) async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("script", Data(text.utf8))
    let outcome = try await Program.run(["ws://127.0.0.1:1/", "--script", file])
    outcome.expectFailure(64, saying: words)
  }
}

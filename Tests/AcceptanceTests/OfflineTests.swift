import Foundation
import Testing

@Suite("wscope accept, rules and the help", .gated)
struct OfflineTests {
  @Test func computesAnAcceptStepByStep() async throws {
    let outcome = try await Program.run("accept", "dGhlIHNhbXBsZSBub25jZQ==")
    outcome.expect(status: 0)
    for part in [
      "dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
      "b3 7a 4f 2c c0 62 4f 16 90 f6 46 06 cf 38 59 45 b2 be c4 ea", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
    ] {
      #expect(outcome.text.contains(part), "\(outcome.text)")
    }
  }

  @Test func printsTheCatalogue() async throws {
    let all = try await Program.run("rules")
    all.expect(status: 0)
    for id in ["mask-required", "length-not-minimal", "text-not-utf8", "message-too-big", "accept-field"] {
      #expect(all.text.contains(id), "\(all.text)")
    }
    let one = try await Program.run("rules", "length-not-minimal")
    one.expect(status: 0)
    #expect(one.text.contains("RFC 6455 5.2"))
    #expect(!one.text.contains("mask-required"))
    try await Program.run("rules", "no-such-rule").expectFailure(64, saying: "no-such-rule")
  }

  /// What is printed without a connection, and nowhere to put it.
  static let prints = [
    "--help", "--version", "-V", "help", "help send", "send --help", "rules",
    "accept dGhlIHNhbXBsZSBub25jZQ==", "encode text=x", "--generate-completion-script bash",
  ]

  @Test(arguments: prints)
  func tellsThatNothingCouldBeWritten(_ arguments: String) async throws {
    let full = try await Child(
      "/bin/sh", ["-c", "\"$0\" \(arguments) >/dev/full", Program.path], environment: Program.environment
    ).outcome()
    full.expectFailure(74, saying: "standard output cannot be written")
    let closed = try await Child(
      "/bin/sh", ["-c", "{ \"$0\" \(arguments); echo $? >&2; } | :", Program.path],
      environment: Program.environment
    ).outcome()
    #expect(closed.errors == "0\n")
  }

  @Test(arguments: [
    ("snd ws://127.0.0.1:1/ hi", "snd is not a command; did you mean send?"),
    ("nope a b", "nope is not a command: expected connect, send"),
    ("send --nope :1 x", "a message that begins with - goes after --"),
    ("send", "URL is ws://HOST:PORT/PATH"),
    ("send --timeout x ws://u:Qz9@127.0.0.1:1/", "usage: wscope send"),
  ])
  func saysWhatIsWrongWithTheArguments(_ arguments: String, _ part: String) async throws {
    let outcome = try await Program.run(arguments.split(separator: " ").map(String.init))
    outcome.expectFailure(64, saying: part)
    #expect(!outcome.errors.contains("Qz9"), "\(outcome.errors)")
    #expect(outcome.errors.contains("goes after --") == arguments.contains("--nope"))
  }

  @Test func helpsAndNamesItsVersion() async throws {
    let help = try await Program.run("--help")
    help.expect(status: 0)
    for (command, usage) in [
      ("send", "[options] URL [MESSAGE ...]"), ("listen", "[options] [HOST:]PORT"),
      ("decode", "[options] [HEX ...]"),
      ("encode", "[options] WORD ..."), ("accept", "[options] KEY"), ("rules", "[options] [ID]"),
    ] {
      #expect(help.text.contains("\n  \(command) "), "\(help.text)")
      let own = try await Program.run(command, "--help")
      own.expect(status: 0)
      #expect(own.text.contains("\nUSAGE: wscope \(command) \(usage)"), "\(own.text)")
    }
    for flag in ["--version", "-V"] {
      let version = try await Program.run(flag)
      version.expect(status: 0)
      #expect(version.text == "wscope 0.1.0\n")
    }
  }
}

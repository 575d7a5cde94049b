import ArgumentParser
import Testing

@testable import WScopeCommands

@Suite struct MisuseTests {
  /// A word and the command that it is near.
  static let words: [(String, String?)] = [
    ("snd", "send"), ("Send", "send"), ("conect", "connect"), ("lsten", "listen"), ("decod", "decode"),
    ("rule", "rules"), ("sned", "send"), ("hlep", "help"), ("lisetn", "listen"),
    ("myhost", nil), ("echo", nil), ("s", nil), ("", nil),
  ]

  @Test(arguments: words)
  func namesTheNearestCommand(word: String, near: String?) { #expect(Misuse.nearest(to: word) == near) }

  @Test func aHostThatWasNotFoundMayBeACommand() {
    let failure = Failure(.hostNotFound, "the host snd was not found", hint: "is the name spelled right?")
    #expect(Misuse.explain(failure, ["snd"]).hint?.contains("did you mean the command send?") == true)
    #expect(Misuse.explain(failure, ["myhost"]).hint == failure.hint)
    #expect(Misuse.explain(failure, ["send", "snd", "hi"]).hint == failure.hint)
  }

  @Test(arguments: [
    (["help", "snd"], true), (["help", "send"], false), (["help"], false), (["snd"], false),
  ])
  func helpForNoCommandIsRefused(words: [String], isRefused: Bool) {
    #expect((try? Misuse.checkHelp(words)) == nil ? isRefused : !isRefused)
  }

  @Test(arguments: [
    (["listen", "0", "-hello"], true), (["ws://h", "-nah"], true), (["send", "u", "--", "-hello"], false),
    (["listen", "-h"], false), (["-help"], false), (["listen", "-hello", "--help"], false),
    (["help", "send"], false),
  ])
  func anUnknownOptionThatBeginsLikeHelpIsRefused(words: [String], isRefused: Bool) {
    #expect((try? Misuse.checkCluster(words)) == nil ? isRefused : !isRefused)
  }

  /// The command, an option that it does not have, the sentence, and the hint.
  static let options: [(String, String, String, String?)] = [
    ("send", "--subprotcol", "unknown option --subprotcol; did you mean --subprotocol?", nil),
    ("connect", "--headers", "unknown option --headers; did you mean --header?", nil),
    ("send", "--timeout-ms", "unknown option --timeout-ms; did you mean --timeout?", nil),
    ("send", "--ping-intervall", "unknown option --ping-intervall; did you mean --ping-interval?", nil),
    ("send", "--writeout", "unknown option --writeout; did you mean --write-out?", nil),
    ("send", "--elsewhere", "unknown option --elsewhere", nil),
    ("listen", "--onec", "unknown option --onec; did you mean --once?", nil),
    ("decode", "--flie", "unknown option --flie; did you mean --file?", nil),
    ("send", "--follow", "unknown option --follow", "-L follows redirects"),
    (
      "send", "--include", "unknown option --include",
      "--handshake shows both heads, and --show line each frame"
    ),
    ("send", "--data", "unknown option --data", "messages follow the URL of send, or -x"),
    ("connect", "--no-verify", "unknown option --no-verify", "-k does not verify the server"),
    ("listen", "--data", "unknown option --data", nil), ("connect", "-Z", "unknown option -Z", nil),
  ]

  @Test(arguments: options)
  func namesTheNearestOption(command: String, option: String, sentence: String, hint: String?) throws {
    let unknown = try #require(UnknownOption("Unknown option '\(option)'", of: command))
    #expect(unknown.sentence == sentence)
    #expect(unknown.hint == hint)
  }

  @Test("a value may be joined to its letter, whatever it holds")
  func takesJoinedValues() throws {
    let words = [
      "-HX: it's a=b", "-bA=B=C", "-uuser:pa=ss", "-Aagent=1", "-cws://h/?a=b", "-x", "-bmessage=1", "-m5",
      "-w1",
      "-xa=b", "-sone", "-ohttp://o",
    ]
    let command = try #require(try Root.command(words[...]) as? Connect)
    #expect(command.connectURL == "ws://h/?a=b")
    #expect(command.handshake.request.headers == ["X: it's a=b"])
    #expect(command.execute.map(\.text) == ["-bmessage=1", "a=b"])
    #expect(command.handshake.request.subprotocols == ["one"] && command.wait != nil)
    #expect(UnknownOption.parted(["send", "-za=b"], after: "Unknown option '-za'") == nil)
  }

  @Test func saysItInTheFormOfOtherFailures() {
    let outcome = TestConsole.run("send", "--verify-nam", "x", "ws://127.0.0.1:1/")
    #expect(outcome.status == 64)
    #expect(
      outcome.errors.hasPrefix(
        "wscope: unknown option --verify-nam; did you mean --verify-name?\n"
          + "        a message that begins with - goes after --\n        usage: wscope send "),
      "\(outcome.errors)")
  }

  @Test("what curl and wscat call it is taken")
  func takesOthersSpellings() throws {
    _ = try Connect.parse([
      "--cacert", "f", "--insecure", "-u", "a:b", "-A", "x", "-b", "a=b", "-H", "A: b", "-X", "GET", "-L",
      "--max-redirs", "1", "--pinnedpubkey", "p", "--pass", "x", "-m", "1", "--tlsv1.2", "--noproxy", "x",
      "-4", "--interface", "lo", "--path-as-is", "-P", "-p", "13", "-x", "hi", "ws://h/",
    ])
    _ = try Connect.parse([
      "--capath", "f", "-k", "--user", "a:b", "--user-agent", "x", "--cookie", "a=b", "--header", "A: b",
      "--request", "GET", "--location", "--max-redirects", "1", "--passphrase", "x", "--tlsv1.3", "-6",
      "--show-ping-pong", "--protocol", "13", "--execute", "hi", "-c", "ws://h/",
    ])
    _ = try Connect.parse(["--oauth2-bearer", "x", "-n", "-x", "hi", "ws://h/"])
  }
}

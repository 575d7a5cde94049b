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
}

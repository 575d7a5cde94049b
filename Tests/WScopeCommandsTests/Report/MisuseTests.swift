import Testing

@testable import WScopeCommands

@Suite struct MisuseTests {
  /// A word and the command that it is near.
  static let words: [(String, String?)] = [
    ("snd", "send"), ("Send", "send"), ("conect", "connect"), ("lsten", "listen"), ("decod", "decode"),
    ("rule", "rules"), ("myhost", nil), ("echo", nil), ("s", nil), ("", nil),
  ]

  @Test(arguments: words)
  func namesTheNearestCommand(word: String, near: String?) { #expect(Misuse.nearest(to: word) == near) }
}

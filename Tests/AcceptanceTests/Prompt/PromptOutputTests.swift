import Foundation
import TerminalTestSupport
import Testing

@Suite("What the prompt writes, and where", .gated)
struct PromptOutputTests {
  @Test func messagesGoToAFileWhereOutputDoes() async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    try await Screen.wscope([peer.url], through: #"exec "$@" > "$HOME/output""#) { screen in
      await peer.obey("text one\u{1b}[31m")
      await peer.obey("hex 82 02 00 ff")
      try await screen.wait(for: "\n  00000000  00 ff")
      try await screen.enter("/quit")
      #expect(try await screen.status() == 0)
      #expect(try screen.file("output") == Data("one\u{1b}[31m\n".utf8) + [0, 0xFF])
    }
  }

  @Test func thePromptIsOnOutputWhereErrorsGoToAFile() async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    try await Screen.wscope([peer.url], through: #"exec "$@" 2> "$HOME/errors""#) { screen in
      await peer.obey("text one")
      try await screen.wait { $0.contains("← TEXT") && $0.contains("\n  one\n") }
      try await screen.enter("/nope")
      try await screen.wait(for: "there is no command /nope")
      try await screen.enter("/quit")
      #expect(try await screen.status() == 0)
      #expect(try screen.file("errors").isEmpty)
    }
  }

  @Test func viewsGoToTheirFile() async throws {
    try await Screen.wscope(
      ["demo", "--views", "views"], through: "cd && exec \"$@\"", saying: "an echo server"
    ) { screen in
      try await screen.enter("hello")
      try await screen.wait(for: "> hello\nhello\n")
      try await screen.enter("/quit")
      #expect(try await screen.status() == 0)
      let views = String(decoding: try screen.file("views"), as: UTF8.self)
      #expect(views.ranges(of: "\n  hello\n").count == 2, "\(views)")
    }
  }

  @Test(arguments: ["line", "tree", "diagram", "off"])
  func nothingOfAPeerCommandsTheTerminal(view: String) async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    try await Screen.wscope(
      [peer.url, "--no-color", "--show", view], through: Self.recording
    ) { screen in
      let venom = Array(TerminalTests.venom.utf8)
      let hex = { (bytes: [UInt8]) in bytes.map { String(format: "%02x", $0) }.joined() }
      await peer.obey("hex \(hex([0x81, UInt8(venom.count)] + venom))")
      await peer.obey("hex \(hex([0x89, UInt8(venom.count)] + venom))")
      await peer.obey("hex \(hex([0x88, UInt8(venom.count + 2), 0x0f, 0xa0] + venom))")
      let contents = try await screen.waitForPrompt("closed>", below: "/quit leaves")
      #expect(contents.contains(#"\x1b]0;owned\x07"#), "\(contents)")
      let recorded = String(decoding: try screen.file("recording"), as: UTF8.self)
      for part in [
        "\u{1b}]", "\u{1b}[31m", "\u{1b}[6n", "\u{9b}", "\u{7f}", "\u{202e}", "\u{2066}", "\rover",
      ] {
        #expect(!recorded.contains(part), "\(part.debugDescription) in \(recorded.debugDescription)")
      }
    }
  }

  /// The environment, and whether the screen is coloured then.
  static let colours: [([String: String], Bool)] = [
    ([:], true), (["NO_COLOR": "1"], false), (["TERM": "dumb"], false),
  ]

  @Test(arguments: colours)
  func coloursAreUsedOnlyWhereWanted(environment: [String: String], isColored: Bool) async throws {
    try await Screen.wscope(["demo"], through: Self.recording, environment: environment) { screen in
      try await screen.enter("/ping")
      try await screen.wait { $0.contains("← PONG") && $0.currentRow == ">" }
      let recorded = String(decoding: try screen.file("recording"), as: UTF8.self)
      #expect(recorded.contains(/\u{1b}\[[0-9;]+m/) == isColored, "\(recorded.debugDescription)")
    }
  }

  @Test func aDumbTerminalGetsNoEscapeSequence() async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    try await Screen.wscope([peer.url], through: Self.recording, environment: ["TERM": "dumb"]) { screen in
      try await screen.type("half")
      try await screen.wait { $0.currentRow == "> half" }
      await peer.obey("text news")
      let contents = try await screen.wait { $0.contains("\n  news\n") && $0.currentRow == "> half" }
      #expect(contents.count(of: "> half") == 2, "\(contents)")
      #expect(!(try screen.file("recording").contains(0x1b)))
      try await screen.press("Enter")
      await peer.told("1 masked 4 b'half'")
    }
  }

  /// Keeps every byte that reaches the terminal.
  private static let recording = #"exec script -q -f -c "$*" "$HOME/recording""#
}

import Foundation
import TerminalTestSupport
import Testing

@Suite("What can be asked at the prompt", .gated)
struct PromptAskingTests {
  /// The words of `/show`, and what a text of one letter then looks like.
  static let views = [
    ("tree", "\n← TEXT from the server · frame 1 · 3 bytes at 0"),
    ("diagram", "+-+-+-+-+-------+-+-------------+"),
    ("line", "len 1 (7-bit)   [81 01]"),
    ("off", "\n> x\nx\n"),
  ]

  @Test(arguments: views)
  func showTellsHowFramesAreShown(view: String, wanted: String) async throws {
    try await Screen.wscope(["demo"]) { screen in
      try await screen.enter("/show \(view)")
      try await screen.enter("x")
      try await screen.wait(for: wanted)
    }
  }

  @Test func hexTellsWhetherEveryByteIsShown() async throws {
    try await Screen.wscope(["demo"]) { screen in
      try await screen.enter("/hex on")
      try await screen.enter("xyz")
      try await screen.wait(for: "unmasked    xyz")
      try await screen.enter("/hex off")
      try await screen.enter("abc")
      let contents = try await screen.wait { $0.count(of: "\n  abc\n") == 1 }
      #expect(!contents.contains("unmasked    abc"), "\(contents)")
    }
  }

  /// The terminal itself would break a longer line anywhere.
  @Test(arguments: [40, 80])
  func nothingIsWiderThanTheTerminal(columns: Int) async throws {
    let peer = try await Peer.start("hostile.py", ["frames_then_eof", "8103616161", "8100", "81"])
    defer { peer.end() }
    try await Screen.wscope(["demo", "--show", "tree"], columns: columns, saying: "permessage-deflate") {
      screen in
      for line in [
        "/handshake", "x", "/show diagram", "y", "/last 2", "/stats", "/help", "/nonsense", "/frame op=99",
      ] {
        try await screen.enter(line)
      }
      try await screen.enter("/connect \(peer.url)")
      try await screen.waitForPrompt("closed>", below: "/reconnect connects again")
      // A word is never broken.
      let wide = try await screen.lines().filter {
        $0.count > columns && $0.split(separator: " ").count > 1
      }
      #expect(wide == [], "\(wide)")
    }
  }

  /// The words of `/time`, and how an echo's line then ends.
  static let times = [
    ("abs", #"\]   \d\d:\d\d:\d\d\.\d\d\d$"#), ("rel", #"\]   at [\d.]+ m?s$"#),
    ("delta", #"\]   \+[\d.]+ m?s$"#),
    ("off", #"\[81 01\]$"#),
  ]

  @Test(arguments: times)
  func timeTellsWhatStandsBesideAFrame(style: String, end: String) async throws {
    let wanted = try Regex(end)
    try await Screen.wscope(["demo"]) { screen in
      try await screen.enter("/time \(style)")
      try await screen.enter("x")
      let contents = try await screen.wait { $0.count(of: "\n  x\n") == 1 }
      #expect(contents.rows.contains { $0.hasPrefix("←") && $0.contains(wanted) }, "\(contents)")
    }
  }

  @Test func pingTellsTheRoundTrip() async throws {
    try await Screen.wscope(["demo"]) { screen in
      try await screen.enter("/ping data")
      let contents = try await screen.wait(for: "← PONG")
      #expect(
        contents.rows.contains { $0.hasPrefix("← PONG") && $0.contains("]   round trip ") }, "\(contents)")
    }
  }

  @Test func lastTellsAllOfAFrame() async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    try await Screen.wscope([peer.url]) { screen in
      try await screen.enter("/last")
      try await screen.wait(for: "no frame has passed yet")
      await peer.obey("hex 81 7e 00 05 68 65 6c 6c 6f")
      let broken = try await screen.waitForPrompt("closed>", below: "/quit leaves")
      #expect(broken.contains("length-not-minimal"), "\(broken)")
      try await screen.enter("/show off")
      try await screen.enter("/last 2")
      let contents = try await screen.wait(for: "payload 5 bytes, UTF-8: hello")
      #expect(contents.contains("bytes 2..<4 (00 05): 5 fits in 7 bits"), "\(contents)")
      try await screen.enter("/last 3")
      try await screen.wait(for: "2 frames passed so far, so there is none at /last 3")
      try await screen.enter("/quit")
      #expect(try await screen.status() == 76)
    }
  }

  @Test func aLongPayloadTakesTwentyLinesAndLastShowsAll() async throws {
    let folder = try TemporaryFolder()
    let text = (1...40).map { "line \($0)\n" }.joined()
    let file = try folder.file("long", Data(text.utf8))
    try await Screen.wscope(["demo"], columns: 100, rows: 60) { screen in
      try await screen.enter("/file \(file) text")
      let hidden = "  line 20\n  ... 161 of 311 inflated bytes are not shown; /last shows all\n"
      try await screen.wait { $0.count(of: hidden) == 2 && $0.currentRow == ">" }
      try await screen.enter("/last")
      try await screen.wait(for: "  line 40\\x0a\n")
      let saved = folder.path("a file")
      try await screen.enter("/save-payload '\(saved)' 2")
      try await screen.wait {
        Self.unfolded($0).contains("311 bytes, the inflated payload of frame 1 from the client, TEXT")
      }
      #expect(try Data(contentsOf: URL(filePath: saved)) == Data(text.utf8))
      let mode = try FileManager.default.attributesOfItem(atPath: saved)[.posixPermissions] as? Int
      #expect(mode == 0o600)
      try await screen.enter("/save-payload '\(saved)'")
      try await screen.wait { Self.unfolded($0).contains("a file cannot be created: file exists") }
    }
  }

  private static func unfolded(_ contents: Contents) -> String { contents.text.replacing("\n  ", with: " ") }

  @Test func viewBytesSayHowMuchIsShown() async throws {
    for options in [[], ["--show", "off"]] {
      try await Screen.wscope(["demo", "--view-bytes", "4"] + options, columns: 60) { screen in
        try await screen.enter("hello")
        let shown = options.isEmpty ? "\n  hell\n" : "\nhell\n"
        let words = shown + "  ... 1 of 5 payload bytes is not shown; /last shows all\n"
        try await screen.wait { $0.count(of: words) == 1 }
        try await screen.enter("/last")
        try await screen.wait(for: "payload 5 bytes, UTF-8: hello")
      }
    }
  }

  @Test func framesAreFilteredWhileTheyCome() async throws {
    try await Screen.wscope(["demo", "--only", "server"], columns: 80) { screen in
      try await screen.enter("first")
      try await screen.wait { $0.contains("← TEXT") && $0.contains("\n  first\n") && !$0.contains("→ TEXT") }
      try await screen.enter("/only")
      try await screen.enter("/grep sec[o]nd")
      try await screen.enter("third")
      try await screen.enter("second")
      try await screen.wait { $0.count(of: "\n  second\n") == 1 && $0.contains("→ TEXT") }
      #expect(try await !screen.contents().contains("\n  third\n"))
      try await screen.enter("/grep (")
      try await screen.wait(for: "/grep \"(\", character 2: missing closing parenthesis")
      try await screen.enter("/show off")
      try await screen.enter("/grep")
      try await screen.wait(for: "no frames are shown now; /show line shows them")
    }
  }

  @Test func lastTellsWhenAFrameWasDropped() async throws {
    let peer = try await Peer.puppet()
    defer { peer.end() }
    try await Screen.wscope([peer.url, "--show", "off"]) { screen in
      await peer.obey("flood 20200")
      try await screen.wait(for: "\nmessage 20199\n")
      try await screen.enter("/last 20000")
      try await screen.wait(for: "payload 11 bytes, UTF-8: message 200")
      try await screen.enter("/last 20001")
      try await screen.wait(for: "that frame was dropped: the record goes back to /last 20000")
      try await screen.enter("/stats")
      try await screen.wait(for: "the record holds 20000 frames; 200 older frames were dropped")
    }
  }

  @Test func handshakeTellsBothHeadsAndEachCheck() async throws {
    try await Screen.wscope(["demo"]) { screen in
      try await screen.enter("/handshake")
      let contents = try await screen.wait(for: "permessage-deflate was offered")
      for part in ["→ GET / HTTP/1.1", "← HTTP/1.1 101 Switching Protocols", "ok   Accept answers the key"] {
        #expect(contents.contains("\n\(part)") || contents.contains("\n  \(part)"), "\(contents)")
      }
    }
  }

  @Test func statsTellsWhatWasCounted() async throws {
    try await Screen.wscope(["demo"]) { screen in
      try await screen.enter("hello")
      try await screen.enter("/ping")
      try await screen.wait(for: "← PONG")
      try await screen.enter("/stats")
      let contents = try await screen.wait(for: "the record holds 4 frames")
      for part in [
        "\nopen\n  → out  1 message, 2 frames (1 TEXT, 1 PING), 5 bytes of payload, 17 bytes on the wire\n",
        "\n  ← in   1 message, 2 frames (1 TEXT, 1 PONG), 5 bytes of payload, 9 bytes on the wire\n",
        "\n  round trip: ", ", of 1 pong\n",
      ] { #expect(contents.contains(part), "\(contents)") }
    }
  }

  @Test func saveWritesANewFile() async throws {
    try await Screen.wscope(["demo"], through: "cd && exec \"$@\"") { screen in
      try await screen.enter("hello")
      try await screen.wait { $0.count(of: "\n  hello\n") == 1 }
      try await screen.enter("/save 'a file'")
      try await screen.wait(for: "\na file: the record holds 2 frames\n")
      let text = String(decoding: try screen.file("a file"), as: UTF8.self)
      #expect(text.hasPrefix("→ GET / HTTP/1.1\n"), "\(text)")
      #expect(text.ranges(of: "payload 5 bytes, UTF-8: hello\n").count == 2, "\(text)")
      #expect(!text.contains("\u{1b}"))
      try await screen.enter("/save 'a file'")
      try await screen.wait(for: "a file cannot be created: file exists")
      #expect(try screen.file("a file") == Data(text.utf8))
    }
  }

  @Test func helpTellsTheCommands() async throws {
    try await Screen.wscope(["demo"], columns: 80) { screen in
      try await screen.enter("/help")
      let contents = try await screen.wait(for: "//x sends /x")
      for name in [
        "text", "binary", "base64", "file", "ping", "pong", "close", "fragment", "frame", "show", "hex",
        "time",
        "last", "handshake", "stats", "save", "save-payload", "pretty", "only", "grep", "edit", "connect",
        "reconnect",
        "help", "quit",
      ] {
        #expect(contents.rows.contains { $0 == "  /\(name)" || $0.hasPrefix("  /\(name) ") }, "/\(name)")
      }
      #expect(!contents.contains("/kick"))
      try await screen.enter("/help fragment")
      try await screen.wait(for: "\n/fragment N TEXT\n  Send a text message in N frames.\n")
      try await screen.enter("/nope")
      try await screen.wait(
        for: "there is no command /nope; /help lists them, and //nope sends /nope as a message")
      try await screen.enter("/show nothing")
      try await screen.wait(for: "expected /show off|line|tree|diagram")
    }
  }

  @Test func connectOpensAnotherConnection() async throws {
    let peer = try await Peer.start("hostile.py", ["record"])
    defer { peer.end() }
    try await Screen.wscope(["demo"]) { screen in
      try await screen.enter("/connect ftp://x")
      try await screen.wait(for: #"the scheme is "ftp", expected ws or wss"#)
      try await screen.enter("/connect \(peer.url)")
      try await screen.wait { $0.contains("connected to \(peer.url)") && $0.currentRow == ">" }
      #expect(try await screen.contents().contains("closed by us after"))
      try await screen.enter("there")
      #expect(await peer.frames(upTo: "1 masked 5 b'there'").count == 1)
      #expect(try screen.file(".local/state/wscope/history/127.0.0.1_\(peer.port)") == Data("there\n".utf8))
    }
  }

  @Test func reconnectClosesWhatIsOpen() async throws {
    try await Screen.wscope(["demo"]) { screen in
      try await screen.enter("/reconnect")
      let contents = try await screen.wait { $0.count(of: "connected to ws://127.0.0.1:") == 2 }
      // Each Close says it, and the end not once more.
      #expect(contents.count(of: "  1000 normal closure") == 2, "\(contents)")
      try await screen.enter("/quit")
      #expect(try await screen.status() == 0)
    }
  }
}

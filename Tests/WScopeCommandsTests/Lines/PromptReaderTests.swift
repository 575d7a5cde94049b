import Testing
import WebSocketInspect
import WebSocketWire

@testable import WScopeCommands

@Suite struct PromptReaderTests {
  private func read(_ line: String, _ role: WebSocketRole = .client) throws -> PromptCommand {
    try PromptReader(role: role).read(Array(line.utf8))
  }

  /// A line of a client and what it asks for.
  static let lines: [(String, PromptCommand)] = [
    ("", .message(nil, [])),
    (" /ping", .message(nil, Array(" /ping".utf8))),
    ("//", .message(nil, [0x2F])),
    ("//x", .message(nil, [0x2F, 0x78])),
    ("/text", .message(.text, [])),
    ("/text  a ", .message(.text, Array(" a ".utf8))),
    ("/text\na\nb", .message(.text, Array("a\nb".utf8))),
    ("/binary 00\tff", .message(.binary, [0, 255])),
    ("/base64 aGk=", .message(.binary, Array("hi".utf8))),
    ("/file a", .file("a", nil)),
    ("/file 'a b' text", .file("a b", .text)),
    ("/file a binary", .file("a", .binary)),
    ("/ping", .ping([])),
    ("/pong a b", .pong(Array("a b".utf8))),
    ("/close", .close(nil)),
    ("/close 1001", .close(ClosePayload(code: .goingAway))),
    ("/close 3000 not you", .close(ClosePayload(code: CloseCode(rawValue: 3000), reason: "not you"))),
    ("/fragment 3 abcdefg", .fragments([Array("abc".utf8), Array("de".utf8), Array("fg".utf8)])),
    ("/fragment 2", .fragments([[], []])),
    ("/show tree", .show(.tree)),
    ("/show off", .show(.off)),
    ("/hex on", .hex(true)), ("/pretty off", .pretty(false)), ("/json on", .pretty(true)),
    ("/only", .only([])), ("/only text,client", .only([.text, .client])), ("/grep", .grep(nil)),
    ("/grep a  b ", .grep("a  b ")), ("/save-payload f", .savePayload("f", 1)),
    ("/save-payload 'a b' 12", .savePayload("a b", 12)),
    ("/time delta", .time(.delta)),
    ("/last", .last(1)),
    ("/last 7", .last(7)),
    ("/save 'a b'", .save("a b")),
    ("/connect :80", .connect(":80")),
    ("/help", .help(nil)),
    ("/help ping", .help(.ping)),
    ("/help /ping", .help(.ping)),
    ("/quit ", .quit),
  ]

  @Test(arguments: lines)
  func readsALineOfAClient(line: String, command: PromptCommand) throws {
    #expect(try read(line) == command)
  }

  /// A line of a server and what it asks for.
  static let serverLines: [(String, PromptCommand)] = [
    ("/clients", .clients), ("/to 2", .to(2, message: nil)), ("/to all", .to(nil, message: nil)),
    ("/to 2 a b", .to(2, message: Array("a b".utf8))), ("/to 2 ", .to(2, message: nil)),
    ("/kick 1", .kick(1, nil)),
    ("/kick 1 1008 enough", .kick(1, ClosePayload(code: .policyViolation, reason: "enough"))),
  ]

  @Test(arguments: serverLines)
  func readsALineOfAServer(line: String, command: PromptCommand) throws {
    #expect(try read(line, .server) == command)
  }

  /// A line of a client and a part of the sentence that refuses it.
  static let wrongLines = [
    ("/", "there is no command /;"), ("/nope\u{1b}", "there is no command /nope\\x1b;"),
    ("/Ping", "there is no command /Ping; did you mean /ping?"), ("/snd hi", "did you mean /text?"),
    ("/qit", "did you mean /quit?"), ("/hanshake", "did you mean /handshake?"),
    ("/clints", "no command /clints; /help"),
    ("/kick 1", "there is no command /kick;"),
    ("/binary", "expected /binary HEX"), ("/binary 0", "0"), ("/base64 !", "!"),
    ("/file", "expected /file PATH [text|binary]"), ("/file a b", "expected /file"),
    ("/file 'a", "quote"), ("/close x", "the code of a Close is a number such as 1000, not x"),
    ("/close 65536", "not 65536"), ("/close +1000", "not +1000"), ("/close -0", "not -0"),
    ("/close 1_000", "not 1_000"), ("/fragment +3 a", "and not in +3"), ("/fragment ٣ a", "and not in"),
    ("/last +1", "/last 1 is the last frame"), ("/fragment 0 a", "in 1 to 10000 frames"),
    ("/fragment 10001 a", "and not in 10001"), ("/show spec", "expected /show"),
    ("/show", "expected /show"), ("/hex maybe", "expected /hex on|off"),
    ("/save-payload", "expected /save-payload FILE [N]"),
    ("/save-payload a 0", "expected /save-payload FILE [N]"),
    ("/save-payload a b c", "expected /save-payload FILE [N]"),
    ("/only texts", "expected /only and text, binary"),
    ("/only text client", "expected /only and text, binary"),
    ("/last 0", "/last 1 is the last frame"),
    ("/last 1 2", "/last 1 is the last frame"), ("/frame", "expected /frame WORD..."),
    ("/stats x", "expected /stats"),
    ("/help nope", "expected /help [COMMAND]"), ("/connect", "expected /connect URL"),
    ("/connect ws://***@host/", "*** is in place of a secret"),
    ("/connect ws://h/?token=***", "type it again"),
  ]

  @Test(arguments: wrongLines)
  func refusesALineWithASentence(line: String, part: String) {
    #expect { _ = try read(line) } throws: { "\($0)".contains(part) && !"\($0)".contains("\u{1b}") }
  }

  @Test(arguments: ["/to +1 a", "/to ١ a", "/kick +1", "/kick 1_0", "/kick 1 +1000"])
  func refusesANumberThatIsNotDigits(line: String) {
    #expect(throws: UsageError.self) { try read(line, .server) }
  }

  @Test func masksAFrameOfAClientUnlessToldOtherwise() throws {
    for (line, role, isMasked) in [
      ("/frame text=x", WebSocketRole.client, true), ("/frame text=x mask=none", .client, false),
      ("/frame text=x", .server, false),
    ] {
      guard case .frame(let spec) = try read(line, role) else {
        Issue.record("no frame in \(line)")
        continue
      }
      var generator = SystemRandomNumberGenerator()
      #expect(spec.header(using: &generator).isMasked == isMasked, "\(line)")
    }
  }

  @Test func refusesCommandsOfTheOtherSide() throws {
    for role in [WebSocketRole.client, .server] {
      for verb in PromptVerb.allCases where !verb.belongs(to: role) {
        #expect(throws: UsageError.self) { try read("/\(verb.rawValue)", role) }
      }
    }
  }
}

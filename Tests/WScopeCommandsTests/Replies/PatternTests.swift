import Testing

@testable import WScopeCommands

@Suite("A pattern of --match, --until or --while")
struct PatternTests {
  /// An expression, bytes, and whether it is found in them.
  static let findings: [(String, [UInt8], Bool)] = [
    ("b", Array("abc".utf8), true), ("^b", Array("abc".utf8), false), ("", [], true),
    (#""id":\s*7\b"#, Array(#"{"id": 7}"#.utf8), true), (#""id":\s*7\b"#, Array(#"{"id": 71}"#.utf8), false),
    ("^é$", Array("é".utf8), true), ("^.$", Array("漢".utf8), true), ("(?i)ÉTÉ", Array("été".utf8), true),
    ("ok", [0xFF, 0x6F, 0x6B, 0xFE], true), ("a.b", [0x61, 0xFF, 0x62], true), (#"\x00"#, [0x31, 0], true),
  ]

  @Test(arguments: findings)
  func isFound(pattern: String, bytes: [UInt8], expected: Bool) throws {
    #expect(try Pattern(pattern, option: "--until").isFound(in: bytes) == expected)
  }

  @Test func anExpressionThatBacktracksWithoutEndIsGivenUp() throws {
    let pattern = try Pattern("^(a+)+$", option: "--match")
    let failure = #expect(throws: Failure.self) {
      try pattern.isFound(in: Array(repeating: 0x61, count: 60) + [0x62])
    }
    #expect(failure?.status == ExitStatus.badData.rawValue)
    #expect(failure?.sentence == "--match was given up on a message of 61 bytes: match limit exceeded")
  }

  @Test(arguments: [
    ("a(b", "4: missing closing parenthesis"), ("é[", "3: missing terminating ] for character class"),
  ])
  func whatIsNoExpressionIsRefusedAtItsPlace(text: String, place: String) {
    let failure = #expect(throws: Failure.self) { try Pattern(text, option: "--until") }
    #expect(failure?.sentence == "--until \"\(text)\", character \(place)")
  }

  @Test("a repeat that is tried at each byte of a long message is given up in time", .timeLimit(.minutes(1)))
  func isBoundedInTime() throws {
    let message = [UInt8](repeating: UInt8(ascii: "Y"), count: 4_000_000) + Array("\nend".utf8)
    for text in ["(?s)Y+end", "Y+.end"] {
      let pattern = try Pattern(text, option: "--match")
      let start = ContinuousClock.now
      let failure = #expect(throws: Failure.self) { try pattern.isFound(in: message) }
      #expect(failure?.sentence.hasPrefix("--match was given up on a message of ") == true)
      #expect(start.duration(to: .now) < .seconds(20))
    }
    #expect(try !Pattern("Y+Z", option: "--match").isFound(in: message))
    #expect(try Pattern("end$", option: "--match").isFound(in: message))
    #expect(try Pattern("Y\nend", option: "--match").isFound(in: message))
  }

  @Test(
    "a message that is not UTF-8 is bytes",
    arguments: [#"^\x90"#, #"^\x90\x03\x00"#, #"^.\x03"#, #"^[\x80-\x9f]"#])
  func matchesBytes(text: String) throws {
    let pattern = try Pattern(text, option: "--until")
    #expect(try pattern.isFound(in: [0x90, 3, 0, 1, 0]))
    #expect(try pattern.captures(in: [0x90, 3, 0, 1, 0])?["0"]?.first == 0x90)
    #expect(try !pattern.isFound(in: Array("é".utf8)))
  }

  @Test("characters stay characters where the message is UTF-8")
  func matchesCharacters() throws {
    #expect(try Pattern("^.$", option: "--until").isFound(in: Array("é".utf8)))
    #expect(try Pattern(#"\x{6f22}"#, option: "--until").isFound(in: Array("漢".utf8)))
    #expect(try !Pattern(#"\x{6f22}"#, option: "--until").isFound(in: [0xFF, 0]))
  }
}

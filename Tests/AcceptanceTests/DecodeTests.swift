import Foundation
import TerminalTestSupport
import Testing

@Suite("wscope decode", .gated)
struct DecodeTests {
  static let spellings = [
    "81 05 68 65 6c 6c 6f", "810568656c6c6f", "8105 6865 6c6c 6f", "0x81,0x05,0x68,0x65,0x6c,0x6c,0x6f",
    "0x81, 0x05, 0x68, 0x65, 0x6C, 0x6C, 0x6F", "\\x81\\x05\\x68\\x65\\x6c\\x6c\\x6f", "81:05:68:65:6c:6c:6f",
    "81-05-68-65-6c-6c-6f", "{0x81, 0x05, 0x68, 0x65, 0x6c, 0x6c, 0x6f}", "0x810568656c6c6f",
    "00000000: 8105 6865 6c6c 6f                        ..hello\n",
    "00000000  81 05 68 65 6c 6c 6f                              |..hello|\n00000007\n", "gQVoZWxsbw==",
  ]

  @Test(arguments: spellings)
  func readsEverySpelling(spelling: String) async throws {
    let words = try await Program.run("decode", spelling)
    words.expect(status: 0)
    #expect(words.text.contains("TEXT") && words.text.contains("hello"), "\(words.text)")
    #expect(words.lines.last == "1 frame, 7 bytes", "\(words.text)")
    let input = try await Program.run("decode", input: .text(spelling))
    #expect(input.text == words.text && input.status == 0, "\(input.text) \(input.errors)")
    let folder = try TemporaryFolder()
    let file = try await Program.run("decode", "--file", folder.file("frames", Data(spelling.utf8)))
    #expect(file.text == words.text && file.status == 0, "\(file.text) \(file.errors)")
  }

  /// Objects of JSON that are not events of a recording.
  @Test(arguments: [
    #"{"type":"Buffer","data":[129,5,104,101,108,108,111]}"#,
    "{\n  \"type\": \"Buffer\",\n  \"data\": [129, 5, 104, 101, 108, 108, 111]\n}\n",
    #"{"0":129,"1":5,"2":104,"3":101,"4":108,"5":108,"6":111}"#, #"{"data":"gQVoZWxsbw=="}"#,
  ])
  func readsAnObjectThatIsNoRecording(text: String) async throws {
    let input = try await Program.run("decode", input: .text(text))
    input.expect(status: 0)
    #expect(input.text.contains("hello"), "\(input.text)")
  }

  @Test func showsJSONInLines() async throws {
    let json = "{\"id\":1.0,\"id\":[true,\"é\"]}"
    let frame = Data([0x81, UInt8(json.utf8.count)]) + Data(json.utf8)
    let lines = [
      "  {", "    \"id\": 1.0,", "    \"id\": [", "      true,", "      \"é\"", "    ]", "  }",
      "1 frame, 29 bytes",
    ]
    let plain = try await Program.run("decode", "--from", "raw", "--pretty", input: .bytes(frame))
    plain.expect(status: 0)
    #expect(plain.lines.dropFirst().map(String.init) == lines)
    let colored = try await Program.run(
      "decode", "--from", "raw", "--pretty", "--color", "always", input: .bytes(frame))
    #expect(
      colored.text.contains(
        "\u{1b}[34m\"id\"\u{1b}[0m: 1.0".replacing("1.0", with: "\u{1b}[36m1.0\u{1b}[0m,")))
  }

  @Test(arguments: [
    (["--only", "text,server"], ["← TEXT", "  hello"]), (["--only", "client"], ["→ TEXT", "  hallo"]),
    (["--grep", "^h[ae]llo$", "--only", "text"], ["← TEXT", "  hello", "→ TEXT", "  hallo"]),
    (["--grep", "nothing"], []), (["--only", "violation"], ["← PING", "  violation  control-fragmented"]),
  ])
  func showsTheFramesThatAreAskedFor(options: [String], shown: [String]) async throws {
    let outcome = try await Program.run(
      ["decode"] + options + ["81 05 68 65 6c 6c 6f  81 85 00 00 00 00 68 61 6c 6c 6f  09 00  82 00"])
    outcome.expectFailure(76, saying: "1 violation")
    let lines = outcome.lines.dropLast().filter { !$0.hasPrefix("             ") }
    #expect(
      lines.count == shown.count && zip(lines, shown).allSatisfy { $0.hasPrefix($1) }, "\(outcome.text)")
    #expect(outcome.lines.last?.hasPrefix("4 frames, 22 bytes") == true)
  }

  @Test func joinsItsWords() async throws {
    let outcome = try await Program.run(
      "decode", "--role", "client", "81", "85", "37", "fa213d", "5f 9f 4d 51", "58")
    outcome.expect(status: 0)
    #expect(outcome.text.contains("mask 37 fa 21 3d"), "\(outcome.text)")
    #expect(outcome.text.contains("hello"))
    #expect(outcome.lines.last == "1 frame, 11 bytes")
  }

  @Test func readsRawBytes() async throws {
    let raw = Data([0x82, 3, 0, 0xff, 0x0a, 0x89, 0])
    for arguments in [["decode"], ["decode", "--from", "raw"]] {
      let outcome = try await Program.run(arguments, input: .bytes(raw))
      outcome.expect(status: 0)
      #expect(outcome.text.contains("BINARY") && outcome.text.contains("PING"), "\(outcome.text)")
      #expect(outcome.lines.last == "2 frames, 7 bytes")
    }
  }

  @Test func obeysFrom() async throws {
    let base64 = try await Program.run("decode", "--from", "base64", "gQVoZWxsbw==")
    base64.expect(status: 0)
    #expect(base64.text.contains("hello"))
    let hex = try await Program.run("decode", "--from", "hex", "gQVoZWxsbw==")
    hex.expectFailure(65)
    #expect(hex.output.isEmpty)
  }

  @Test func judgesNoMaskingWithoutARole() async throws {
    let outcome = try await Program.run("decode", "81 05 68 65 6c 6c 6f 81 85 37 fa 21 3d 5f 9f 4d 51 58")
    outcome.expect(status: 0)
    #expect(
      outcome.lines.last
        == "2 frames, 18 bytes; 1 frame from the client, 11 bytes; 1 frame from the server, 7 bytes")
    #expect(outcome.lines[0].hasPrefix("← TEXT") && outcome.lines[2].hasPrefix("→ TEXT"), "\(outcome.text)")
  }

  /// A capture of both directions, each of which compresses with its own context.
  @Test(arguments: [(["takeover"], "on"), (["no-takeover"], "server_no_context_takeover")])
  func readsBothDirectionsOfOtherPeers(mode: [String], deflate: String) async throws {
    let peer = try await Peer.script("two_way_capture.py", mode).outcome()
    peer.expect(status: 0)
    let spoken: [[String]] = peer.lines.dropFirst().map { line in
      let words = line.split(separator: " ", maxSplits: 1)
      return [words[0] == "client" ? "→" : "←", "  \(words[1])"]
    }
    let decoded = try await Program.run("decode", "--deflate", deflate, input: .text(peer.lines[0] + "\n"))
    decoded.expect(status: 0)
    let lines = decoded.lines
    let shown = lines.indices.filter { lines[$0].contains(" TEXT ") }.map {
      [String(lines[$0].prefix(1)), String(lines[$0 + 1])]
    }
    #expect(spoken.count == 40)
    #expect(shown == spoken, "\(decoded.text)")
    #expect(lines.last?.contains("21 frames from the client") == true, "\(lines.last ?? "")")
  }

  /// Fragments and the closing of one side are not the other's.
  @Test func keepsFragmentsAndCloseOfTheSidesApart() async throws {
    let outcome = try await Program.run(
      "decode",
      "01 01 61  81 81 00 00 00 00 62  80 01 63  88 02 03 e8  81 81 00 00 00 00 64  88 82 00 00 00 00 03 e8")
    outcome.expect(status: 0)
    #expect(
      outcome.lines.last
        == "6 frames, 32 bytes; 3 frames from the client, 22 bytes; 3 frames from the server, 10 bytes")
  }

  @Test func countsAViolationsPlaceInTheInput() async throws {
    let outcome = try await Program.run("decode", "81 01 61  83 80 00 00 00 00  81 01 62  83 00")
    outcome.expectFailure(76, saying: "2 violations, the first at byte 3 of the input: reserved-opcode")
    #expect(!outcome.errors.contains("--role"))
  }

  /// The server's frame came in the middle of the client's, and nothing in the bytes says so.
  @Test func saysThatAFrameMayHaveBeenCut() async throws {
    for cut in [
      "81 85 37 fa 21 3d 7f 9f  81 02 68 69  4d 51 58", "82 85 37 fa 21 3d 7f 9f  89 00  7d 51 58  81 80 01",
    ] {
      let outcome = try await Program.run("decode", cut)
      outcome.expectFailure(
        76, saying: "if one of one side was cut by the other's, decode each side alone (--role)")
    }
  }

  /// A client that forgets to mask a fragment looks like two sides.
  @Test func saysThatTheMaskBitsChoseTheSide() async throws {
    let frames = "01 81 00 00 00 00 61 80 01 62"
    let guessed = try await Program.run("decode", frames)
    guessed.expectFailure(76, saying: "at byte 7 of the input: continuation-without-start")
    #expect(guessed.errors.contains("if one side sent all, --role client or server says so"))
    let known = try await Program.run("decode", "--role", "client", frames)
    known.expectFailure(76, saying: "1 violation, the first at byte 8: mask-required")
  }

  @Test func namesTheSideOfACutHeader() async throws {
    let outcome = try await Program.run("decode", "81 01 61 81 81 00 00 00 00 62 81 ff")
    outcome.expectFailure(
      65, saying: "the input ends inside a header from the client: 81 ff, 12 bytes missing")
    #expect(outcome.text.contains("incomplete header from the client at 7: 2 bytes came"), "\(outcome.text)")
  }

  @Test func breaksLinesBetweenWordsOnANarrowTerminal() async throws {
    let command = [
      "decode", "--deflate", "on", "--show", "tree",
      "c1 07 f2 48 cd c9 c9 07 00 81 81 00 00 00 00 61 88 02 03 e8 81",
    ]
    try await Screen.open(columns: 40, rows: 80, [Program.path] + command) { screen in
      #expect(try await screen.status() == 65)
      let wide = try await screen.lines().filter { $0.count > 40 && !$0.hasPrefix("wscope: ") }
      #expect(wide.isEmpty, "\(wide)")
    }
  }

  @Test func saysWhereASideIsNotKnown() async throws {
    let outcome = try await Program.run("decode", "81 01 61 81")
    outcome.expectFailure(65, saying: "the input ends inside a header: 81, at least 1 byte missing")
    #expect(outcome.text.contains("incomplete header at 3: 1 byte came, at least 1 is missing"))
    #expect(outcome.text.contains("which side sent it is not known: the MASK bit has not come"))
  }

  @Test func saysWhichSideIsInsideAMessage() async throws {
    let outcome = try await Program.run("decode", "81 01 61 01 81 00 00 00 00 62")
    outcome.expect(status: 0)
    #expect(
      outcome.lines.last?.hasSuffix("; inside a fragmented message of the client") == true, "\(outcome.text)")
    let closed = try await Program.run("decode", "81 01 61 01 81 00 00 00 00 62 88 80 00 00 00 00")
    closed.expectFailure(76, saying: "a Close frame comes inside a fragmented message")
  }

  @Test(arguments: ["81", "81 05 68 65", "81 fe 00", "82 7f 00 00 00 01", "81 85 37 fa 21", "89 05 61"])
  func showsATruncatedFrameAsFarAsItGoes(hex: String) async throws {
    let outcome = try await Program.run("decode", hex)
    outcome.expect(status: 65)
    let all = (outcome.text + outcome.errors).lowercased()
    #expect(all.contains("missing") || all.contains("more byte") || all.contains("incomplete"), "\(all)")
    #expect(!outcome.text.isEmpty)
  }

  @Test func hasNoWordsForAHeaderThatIsCut() async throws {
    let outcome = try await Program.run("decode", "--show", "spec", "89 00 81")
    outcome.expectFailure(65, saying: "inside a header: 81, at least 1 byte missing")
    #expect(outcome.lines == ["fin=1 rsv=000 op=0x9 mask=none"])
  }

  /// Dumps as the system's own tools make them.
  @Test(arguments: [
    ["od", "-Ax", "-tx1"], ["od", "-tx1"], ["od", "-Ad", "-tx1"], ["od", "-Ax", "-tx1z"],
    ["od", "-An", "-tx1"], ["od", "-x"], ["od", "-b"], ["od", "-tu1"],
    ["od", "-v", "-w32", "-tx1"], ["hexdump", "-C"], ["hexdump"], ["xxd"], ["xxd", "-g4"], ["xxd", "-p"],
    ["xxd", "-b"],
    ["xxd", "-e"], ["xxd", "-i"],
  ])
  func readsWhatOtherToolsWrite(tool: [String]) async throws {
    let frames = Data([0x81, 5] + "hello".utf8 + [0x82, 40] + (0..<40))
    let folder = try TemporaryFolder()
    let file = try folder.file("frames", frames)
    let dump = try await Peer.launch(tool[0], tool.dropFirst() + [file]).outcome()
    dump.expect(status: 0)
    let decoded = try await Program.run(["decode"], input: .bytes(dump.output))
    decoded.expect(status: 0)
    let raw = try await Program.run("decode", "--file", file)
    #expect(decoded.text == raw.text, "\(dump.text)")
  }

  @Test func passesOverHeadsInFrontOfFrames() async throws {
    let head = Data("HTTP/1.1 101 Switching Protocols\r\n\r\n".utf8)
    let outcome = try await Program.run("decode", input: .bytes(head + Data([0x89, 0x00])))
    outcome.expect(status: 0)
    #expect(outcome.lines.last == "1 frame, 2 bytes")
    #expect(outcome.errors == "wscope: passed over 36 bytes of HTTP; offsets count from the first frame\n")
    let alone = try await Program.run("decode", input: .bytes(head))
    alone.expectFailure(65, saying: "the head of an HTTP answer")
  }

  @Test func neverTakesTextForFrames() async throws {
    for text in ["81 05 68\u{2026}", "hello", "81\u{A0}05 zz"] {
      let outcome = try await Program.run("decode", input: .text(text))
      outcome.expectFailure(65, saying: "line 1, column")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test func doesNotBelieveAHugeLength() async throws {
    let outcome = try await Program.run("decode", "82 7f 40 00 00 00 00 00 00 00 61")
    outcome.expect(status: 65)
    #expect(outcome.text.contains("4611686018427387904"), "\(outcome.text)")
    #expect(
      outcome.errors.contains(
        "inside a BINARY frame: 4611686018427387903 of 4611686018427387904 payload bytes missing"),
      "\(outcome.errors)")
  }

  @Test(arguments: ["xyz", "8", "81 0", "0x", "81 0g"])
  func refusesWhatIsNoFrame(word: String) async throws {
    let outcome = try await Program.run("decode", word)
    outcome.expectFailure(65)
  }

  @Test func showsATree() async throws {
    let outcome = try await Program.run(
      "decode", "--role", "client", "--show", "tree", "81 85 37 fa 21 3d 5f 9f 4d 51 58")
    outcome.expect(status: 0)
    for part in ["from the client", "FIN", "RSV", "opcode", "0x1", "MASK", "7-bit", "37 fa 21 3d", "hello"] {
      #expect(outcome.text.contains(part), "\(part) in \(outcome.text)")
    }
  }

  @Test func showsADiagram() async throws {
    let outcome = try await Program.run("decode", "--show", "diagram", "81 85 37 fa 21 3d 5f 9f 4d 51 58")
    outcome.expect(status: 0)
    for part in ["0 1 2 3 4 5 6 7 8 9", "+-+-", "|F|R S V| TEXT", "masking key"] {
      #expect(outcome.text.contains(part), "\(part) in \(outcome.text)")
    }
  }

  @Test func showsHex() async throws {
    let outcome = try await Program.run("decode", "--hex", "81 85 37 fa 21 3d 5f 9f 4d 51 58")
    outcome.expect(status: 0)
    for part in ["00000000  81", "00000006  5f 9f 4d 51 58", "68 65 6c 6c 6f", "unmasked"] {
      #expect(outcome.text.contains(part), "\(part) in \(outcome.text)")
    }
  }

  @Test func showsNothingWhenOff() async throws {
    let outcome = try await Program.run("decode", "--show", "off", "81 05 68 65 6c 6c 6f")
    outcome.expect(status: 0)
    #expect(!outcome.text.contains("TEXT"), "\(outcome.text)")
  }

  @Test func showsABreachInEveryView() async throws {
    for view in [
      ["--show", "line"], ["--show", "tree"], ["--show", "diagram"], ["--hex"], ["--show", "off"],
    ] {
      let outcome = try await Program.run(["decode"] + view + ["83 00"])
      outcome.expect(status: 76)
      #expect(
        (outcome.text + outcome.errors).contains("1 violation"), "\(view) \(outcome.text) \(outcome.errors)")
    }
  }

  @Test func saysThatAMessageIsNotComplete() async throws {
    let open = try await Program.run("decode", "--role", "server", "01 01 61")
    open.expect(status: 0)
    #expect(open.lines.last == "1 frame, 3 bytes, inside a fragmented message")
    let closed = try await Program.run("decode", "--role", "server", "01 01 61 88 02 03 e8")
    closed.expectFailure(76, saying: "inside a fragmented message, whose end never came")
    let whole = try await Program.run("decode", "--role", "server", "01 01 61 80 01 62 88 02 03 e8")
    whole.expect(status: 0)
    #expect(whole.lines.last == "3 frames, 10 bytes")
  }

  /// Two compressed messages, of which the second needs the first: it may be the other side's.
  @Test(arguments: ["line", "off", "spec"])
  func saysThatMaskedFramesMayBeOfTwoSides(view: String) async throws {
    let bytes = "c1 87 00 00 00 00 f2 48 cd c9 c9 07 00 c1 85 00 00 00 00 f2 00 11 00 00"
    let outcome = try await Program.run("decode", "--deflate", "on", "--show", view, bytes)
    outcome.expect(status: 0)
    // Words that make the frames again are alone on standard output.
    let place = view == "spec" ? outcome.errors : outcome.text
    #expect(place.contains("all frames are masked, so they are read as the client's; if both"), "\(outcome)")
  }

  /// Frames of two sides of which none is masked.
  @Test(arguments: ["01 01 61 01 01 62 80 01 63 80 01 64", "88 00 81 01 61 88 00"])
  func saysWhereTheSidesCannotBeToldApart(bytes: String) async throws {
    let hint = "no frame is masked, so all are read as the server's; if both sides sent them"
    try await Program.run("decode", bytes).expectFailure(76, saying: hint)
    let known = try await Program.run("decode", "--role", "server", bytes)
    #expect(known.status == 76 && !known.errors.contains("no frame is masked"))
  }
}

import Foundation
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

  /// Hex, who sent it, and the rule that it breaks.
  static let violations = [
    ("81 7e 00 05 68 65 6c 6c 6f", "server", "length-not-minimal"),
    ("81 05 68 65 6c 6c 6f", "client", "mask-required"),
    ("81 85 37 fa 21 3d 5f 9f 4d 51 58", "server", "mask-forbidden"), ("c1 01 61", "any", "reserved-bits"),
    ("83 00", "any", "reserved-opcode"), ("09 00", "any", "control-fragmented"),
    ("82 ff ff ff ff ff ff ff ff ff 00 00 00 00", "any", "length-top-bit"),
    ("80 00", "any", "continuation-without-start"),
    ("01 01 61 81 01 62", "any", "message-interrupted"), ("88 01 03", "any", "close-body-one-byte"),
    ("88 02 03 ed", "any", "close-code-forbidden"), ("88 04 03 e8 c3 28", "any", "close-reason-not-utf8"),
    ("81 02 c3 28", "any", "text-not-utf8"), ("88 00 81 01 61", "any", "data-after-close"),
  ]

  @Test(arguments: violations)
  func namesEveryViolation(hex: String, role: String, rule: String) async throws {
    let outcome = try await Program.run("decode", "--role", role, hex)
    outcome.expect(status: 76)
    #expect(outcome.text.contains("violation"), "\(outcome.text)")
    #expect(outcome.text.contains(rule) && outcome.text.contains("RFC 6455"), "\(outcome.text)")
    #expect(outcome.lines.last?.contains("1 violation") == true, "\(outcome.text)")
  }

  @Test func judgesNoMaskingWithoutARole() async throws {
    let outcome = try await Program.run("decode", "81 05 68 65 6c 6c 6f 81 85 37 fa 21 3d 5f 9f 4d 51 58")
    outcome.expect(status: 0)
    #expect(outcome.lines.last == "2 frames, 18 bytes")
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
    closed.expectFailure(65, saying: "inside a fragmented message, whose end never came")
    let whole = try await Program.run("decode", "--role", "server", "01 01 61 80 01 62 88 02 03 e8")
    whole.expect(status: 0)
    #expect(whole.lines.last == "3 frames, 10 bytes")
  }
}

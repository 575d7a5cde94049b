import Testing
import WebSocketInspect
import WebSocketWire
import WireTestSupport

@Suite struct FrameSpecTests {
  private func encode(_ line: String) throws -> [UInt8] {
    var generator = SeededGenerator(seed: 3)
    return try FrameSpec(words: FrameSpec.words(line: line)).encode(using: &generator)
  }

  @Test(arguments: [
    ("text=hello", "81 05 68 65 6c 6c 6f"), ("", "81 00"),
    ("mask=37fa213d text=hello", "81 85 37 fa 21 3d 5f 9f 4d 51 58"),
    ("fin=0 rsv=100 op=0x3 len=16", "43 7e 00 00"), ("op=close hex=03e8", "88 02 03 e8"), ("op=10", "8a 00"),
    ("base64=aGVsbG8= op=binary", "82 05 68 65 6c 6c 6f"), ("claim=5 text=ab", "81 05 61 62"),
    ("op=0xF", "8f 00"),
    ("claim=18446744073709551615", "81 7f ff ff ff ff ff ff ff ff"),
    ("len=64 text=a", "81 7f 00 00 00 00 00 00 00 01 61"),
    ("text='it'\\''s \"fine\"'", "81 0b 69 74 27 73 20 22 66 69 6e 65 22"),
    ("text=\"a \\\"b\\\"\"", "81 05 61 20 22 62 22"),
    ("op=ping mask=0x01,0x02,0x03,0x04", "89 80 01 02 03 04"), ("text=a=b", "81 03 61 3d 62"),
    ("hex=", "81 00"),
    ("op=continuation rsv=111 text=", "f0 00"),
  ])
  func encoding(_ line: String, _ hex: String) throws {
    #expect(try encode(line) == bytes(hex))
  }

  @Test func randomMaskComesFromTheGenerator() throws {
    let wire = try encode("mask=random text=hello")
    var generator = SeededGenerator(seed: 3)
    let key = MaskingKey(using: &generator)
    #expect(wire == [0x81, 0x85] + key.bytes + key.applied(to: Array("hello".utf8)))
  }

  @Test func aCombiningMarkHidesNoSign() throws {
    let word = "text=\u{301}x"
    #expect(try FrameSpec(words: [word]).payload == Array("\u{301}x".utf8))
  }

  @Test(arguments: [
    (
      ["hello"],
      "\"hello\" is not a word of a frame, expected key=value with one of: fin, rsv, op, mask, len, claim, text, hex, base64"
    ),
    (
      ["size=1"],
      "\"size=1\" is not a word of a frame, expected key=value with one of: fin, rsv, op, mask, len, claim, text, hex, base64"
    ),
    (["fin=1", "fin=0"], "fin is given twice"),
    (["text=a", "hex=41"], "the payload is given twice, as text and as hex"),
    (["fin=2"], "fin=2: expected 0 or 1"),
    (["rsv=1000"], "rsv=1000: expected three binary digits, such as 100 for RSV1"),
    (["rsv=+10"], "rsv=+10: expected three binary digits, such as 100 for RSV1"),
    (["op=16"], "op=16: expected continuation, text, binary, close, ping, pong, 0x0 to 0xF or 0 to 15"),
    (["op=0x"], "op=0x: expected continuation, text, binary, close, ping, pong, 0x0 to 0xF or 0 to 15"),
    (["mask=37fa"], "mask=37fa: expected none, random, or four bytes in hex, such as 37fa213d"),
    (["len=8"], "len=8: expected 7, 16 or 64"),
    (["claim=-1"], "claim=-1: expected a number of bytes, at most 18446744073709551615"),
    (
      ["claim=18446744073709551616"],
      "claim=18446744073709551616: expected a number of bytes, at most 18446744073709551615"
    ),
    (["len=7", "claim=126"], "len=7 cannot claim 126 bytes: 125 are the most"),
    (["len=16", "claim=65536"], "len=16 cannot claim 65536 bytes: 65535 are the most"),
    (["hex=4g"], "hex=: line 1, column 2: g is not a hex digit"),
    (
      ["\u{1B}[2J"],
      "\"\\x1b[2J\" is not a word of a frame, expected key=value with one of: fin, rsv, op, mask, len, claim, text, hex, base64"
    ),
  ])
  func mistakes(_ words: [String], _ sentence: String) {
    let error = #expect(throws: UsageError.self) { try FrameSpec(words: words) }
    #expect(error?.description == sentence)
  }

  @Test(arguments: [
    ("a b", ["a", "b"]), ("  a\tb \n", ["a", "b"]), ("'a b'c", ["a bc"]), ("\"a 'b'\" ''", ["a 'b'", ""]),
    ("a\\ b \\'", ["a b", "'"]), ("\"\\$\\x\\\\\"", ["$\\x\\"]), ("", []), ("''\u{301}", ["\u{301}"]),
    ("a\\\nb", ["ab"]),
  ])
  func shellWords(_ line: String, _ words: [String]) throws {
    #expect(try FrameSpec.words(line: line) == words)
  }

  @Test(arguments: [
    ("'a", "a single quote is not closed"), ("\"a\\\"", "a double quote is not closed"),
    ("a\\", "a backslash at the end of the line escapes nothing"),
  ])
  func openQuotes(_ line: String, _ sentence: String) {
    let error = #expect(throws: UsageError.self) { try FrameSpec.words(line: line) }
    #expect(error?.description == sentence)
  }

  @Test(arguments: [
    ("8185 37fa213d 5f9f4d5158", "fin=1 rsv=000 op=0x1 mask=37fa213d text=hello"),
    ("817e0005 68656c6c6f", "fin=1 rsv=000 op=0x1 mask=none len=16 text=hello"),
    ("8900", "fin=1 rsv=000 op=0x9 mask=none"),
    ("4f05 00ff", "fin=0 rsv=100 op=0xF mask=none claim=5 hex=00ff"),
    ("8106 6974277320 61", "fin=1 rsv=000 op=0x1 mask=none text='it'\\''s a'"),
    ("8102 0a41", "fin=1 rsv=000 op=0x1 mask=none hex=0a41"),
    ("8102 c3a9", "fin=1 rsv=000 op=0x1 mask=none text='é'"),
    ("8103 e280ae", "fin=1 rsv=000 op=0x1 mask=none hex=e280ae"),
    ("817f ffffffffffffffff", "fin=1 rsv=000 op=0x1 mask=none claim=18446744073709551615"),
  ])
  func canonicalLine(_ hex: String, _ line: String) throws {
    let frame = try #require(records(hex).first)
    #expect(FrameSpec(frame).description == line)
    #expect(FrameRenderer(view: .spec, hex: true, style: .plain).render(frame) == line + "\n")
    #expect(try encode(line) == bytes(hex))
  }

  /// Encoding, decoding and printing is the identity for every frame whose payload is not longer than its claim, and a
  /// printed line makes the same bytes for every frame at all.
  @Test func identityOverManyFrames() throws {
    let seed: UInt64 = 20_260_101
    var generator = SeededGenerator(seed: seed)
    for round in 0..<1500 {
      let spec = Self.random(using: &generator)
      let wire = spec.encode(using: &generator)
      let again = try FrameSpec(words: FrameSpec.words(line: spec.description))
      #expect(again == spec, "seed \(seed), round \(round): \(spec)")
      #expect(again.encode(using: &generator) == wire, "seed \(seed), round \(round): \(spec)")
      guard spec.claim >= UInt64(spec.payload.count) else { continue }
      let frames = records(wire)
      #expect(frames.count == 1)
      #expect(
        frames.first.map { FrameSpec($0).description } == spec.description, "seed \(seed), round \(round)")
    }
  }

  private static func random(using generator: inout SeededGenerator) -> FrameSpec {
    let length = [0, 1, 5, 125, 126, 300].randomElement(using: &generator) ?? 0
    let isText = Bool.random(using: &generator)
    let symbols = Array("ab'\"\\ $=é€😀\n\t\u{202E}".unicodeScalars)
    var payload: [UInt8] = []
    while payload.count < length {
      if isText, let scalar = symbols.randomElement(using: &generator) {
        payload += Array(String(scalar).utf8)
      } else {
        payload.append(.random(in: .min ... .max, using: &generator))
      }
    }
    let claims: [UInt64?] = [nil, nil, 0, 400, 70_000, .max, generator.next()]
    return FrameSpec(
      isFinal: Bool.random(using: &generator),
      reserved: ReservedBits(rawValue: .random(in: 0...7, using: &generator)),
      opcode: Opcode(rawValue: .random(in: 0...15, using: &generator)),
      mask: Bool.random(using: &generator) ? .none : .key(MaskingKey(using: &generator)),
      lengthForm: LengthForm.allCases.randomElement(using: &generator),
      claim: claims.randomElement(using: &generator) ?? nil, payload: payload)
  }
}

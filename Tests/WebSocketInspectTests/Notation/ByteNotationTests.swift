import Testing
import WebSocketInspect
import WebSocketWire
import WireTestSupport

@Suite struct ByteNotationTests {
  private static let hello = bytes("81 05 48 65 6c 6c 6f")

  private func read(_ text: String, as notation: ByteNotation) throws -> [UInt8] {
    try notation.read(Array(text.utf8))
  }

  private static let spellings = [
    "81 05 48 65 6c 6c 6f", "810548656c6c6f", "0x81,0x05,0x48,0x65,0x6c,0x6c,0x6f", "0X810548 0x656c6C6F",
    "\\x81\\x05\\x48\\x65\\x6c\\x6C\\x6F", "\"\\x81\\x05\\x48\\x65\\x6c\\x6c\\x6f\"", "81:05:48:65:6c:6c:6f",
    "{0x81, 0x05, 0x48, 0x65,\n 0x6c, 0x6c, 0x6f};", "[0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f]",
    "81 05 48 65 6C 6C 6F\r\n", "  81\t05\n\n48 65 6c6c 6f  ", "81-05-48-65-6C-6C-6F",
    "00000000: 8105 4865 6c6c 6f                        ..Hello",
    "00000000: 8105 4865\n00000004: 6c6c 6f    llo",
    "00000000: 81 05 48 65 6c 6c 6f  ..Hello", "00000000: 8105 4865 6c6c 6f\r\n",
    "00000000: 81054865  abcd\n00000004: 6c6c6f  llo",
    "00000000  81 05 48 65 6c 6c 6f                              |..Hello|\n00000007\n",
    "  00000000  81 05 48 65 6c 6c 6f                             ..Hello",
    "\t0x0000:  8105 4865 6c6c 6f                           ..Hello",
    "\u{FEFF}81 05 48 65 6c 6c 6f", "\u{FEFF}00000000: 8105 4865 6c6c 6f                        ..Hello",
    "000000 81 05 48 65 6c 6c 6f\n000007\n", "000000 81 05 48 65\r\n000004 6c 6c 6f\r\n000007\r\n",
    "0000000 81 05 48 65 6c 6c 6f\n0000007\n", "0000000 81 05 48 65 6c 6c 6f",
    "000000 81 05 48 65 6c 6c 6f                             >..Hello<\n000007\n",
    "0000  81 05 48 65 6c 6c 6f                              ..Hello",
    "0000   81 05 48 65\n0004   6c 6c 6f      llo\n", "00000  81 05 48 65 6c 6c 6f",
  ]

  @Test(arguments: spellings)
  func everySpellingOfHex(_ text: String) throws {
    #expect(try read(text, as: .hex) == Self.hello)
    #expect(try read(text, as: .auto) == Self.hello)
  }

  @Test func theRightColumnOfADumpMayHoldAnything() throws {
    let dump = """
      00000000: 6162 6320 3a20 6465 3a7c 2020 6162 6364  abc : de:|  abcd
      00000010: 3031 3233 3435 3637 3839                 0123456789
      """
    #expect(try read(dump, as: .hex) == Array("abc : de:|  abcd0123456789".utf8))
  }

  @Test func hexdumpWithItsGapAndPipes() throws {
    let dump = """
      00000000  7c 61 62 7c 20 20 63 64  65 66 20 20 30 31 7c 20  ||ab|  cdef  01| |
      00000010  61 62 63 64 65 66 61 62                           |abcdefab|
      00000018
      """
    #expect(try read(dump, as: .hex) == Array("|ab|  cdef  01| abcdefab".utf8))
  }

  /// The bytes 0...26 in lines of sixteen, with offsets in every base that od has.
  @Test(arguments: [
    ("A x", "000010", "00001b"), ("A o", "0000020", "0000033"), ("A d", "0000016", "0000027"),
  ])
  func offsetsOfEveryBase(_ option: String, _ second: String, _ last: String) throws {
    let first = String(repeating: "0", count: second.count)
    let dump = """
      \(first) 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f
      \(second) 10 11 12 13 14 15 16 17 18 19 1a
      \(last)

      """
    #expect(try read(dump, as: .auto) == Array(0...26), "od -\(option)")
  }

  @Test(arguments: [
    ("8105 48 65", "8105 4865"), ("8105  48656c", "8105 48656c"), ("810548656c 6c 6f", "810548656c6c6f"),
    ("8105 4865\n6c6c 6f82", "810548656c6c6f82"),
  ])
  func whatOnlyLooksLikeAnOffsetIsBytes(_ text: String, _ same: String) throws {
    #expect(try ByteNotation.auto.readFrames(Array(text.utf8)) == bytes(same))
  }

  @Test(arguments: ["000000 81 05", "0000 81 05", "0000 8105", "0000  8105", "000000 81 05\n000003"])
  func whatMayBeAnOffsetOrBytesIsRefused(_ text: String) {
    let error = #expect(throws: ParseError.self) { try ByteNotation.auto.readFrames(Array(text.utf8)) }
    #expect(error?.sentence.contains("may be an offset or bytes") == true, "\(error?.sentence ?? "")")
  }

  @Test func wordsOfFourBytesAreNotTakenForBinaryDigits() throws {
    let dump = "00000000: 00010001 11100000  ........\n00000008: 10000001 0100             ......"
    #expect(try read(dump, as: .hex) == bytes("0001000111100000 100000010100"))
  }

  @Test func aMarkInFrontMakesNoRawBytes() throws {
    #expect(try read("\u{FEFF}gQVIZWxsbw==", as: .auto) == Self.hello)
    #expect(throws: ParseError.self) { try read("\u{FEFF}81 0g", as: .auto) }
  }

  @Test func ourOwnDumpsAreReadBack() throws {
    for count in 1...40 {
      let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 0x60) }
      let frame = FrameSpec(opcode: .binary, payload: payload)
      var generator = SeededGenerator(seed: 1)
      let wire = frame.encode(using: &generator)
      let rendered = try #require(
        records(wire).first.map { FrameRenderer(view: .line, hex: false, style: .plain).render($0) })
      #expect(try read(withoutFirstLine(rendered), as: .hex) == payload)
      let masked = FrameSpec(opcode: .binary, mask: .random, payload: payload).encode(using: &generator)
      let named = try #require(
        records(masked).first.map { FrameRenderer(view: .line, hex: true, style: .plain).render($0) })
      #expect(try read(withoutFirstLine(named), as: .hex) == masked)
    }
  }

  private func withoutFirstLine(_ text: String) -> String {
    String(text.drop { $0 != "\n" }.dropFirst())
  }

  @Test(arguments: [
    ("81 0", 1, 4, "line 1, column 4: the digit 0 is alone, and a byte has two"),
    ("8", 1, 1, "line 1, column 1: the digit 8 is alone, and a byte has two"),
    ("81 05\n81 0g", 2, 5, "line 2, column 5: g is not a hex digit"),
    ("81 zz", 1, 4, "line 1, column 4: z is not a hex digit"),
    ("81\u{1B}", 1, 3, "line 1, column 3: \\x1b is not a hex digit"),
    ("0x", 1, 1, "line 1, column 1: 0x with no digit after it"),
    ("00000000: 8105 486\n", 1, 16, "line 1, column 16: the bytes of this row are not hex digits in groups"),
    ("\u{FEFF}81 0g", 1, 5, "line 1, column 5: g is not a hex digit"),
    (
      "00000000  81 05\n*\n", 1, 16,
      "line 1, column 16: * means rows that were left out, and no offset after it says how many"
    ),
    (
      "00000000  81 05\n00000003  48\n", 1, 11,
      "line 1, column 11: this row holds 2 bytes, and by the next offset there are 3"
    ),
    (
      "00000000  81 05\n00000001  48\n", 1, 11,
      "line 1, column 11: this row holds 2 bytes, and by the next offset there are 1"
    ),
    (
      "00000000  81 05\n\n48 65\n", 3, 1, "line 3, column 1: this is not a row of the dump, and not a heading"
    ),
  ])
  func mistakesInHexHaveAPlace(_ text: String, _ line: Int, _ column: Int, _ sentence: String) {
    let error = #expect(throws: ParseError.self) { try read(text, as: .hex) }
    #expect(error?.line == line)
    #expect(error?.column == column)
    #expect(error?.sentence == sentence)
  }

  @Test(arguments: [
    ("gQVIZWxsbw==", 7), ("gQVIZWxsbw", 7), ("gQVI\r\n ZWxs\nbw==\n", 7), ("gQ==", 1), ("", 0), ("/+8A", 3),
  ])
  func base64(_ text: String, _ count: Int) throws {
    let expected = text == "/+8A" ? bytes("ffef00") : Array(Self.hello.prefix(count))
    #expect(try read(text, as: .base64) == expected)
  }

  @Test(arguments: [
    ("gQVIZ", "line 1, column 6: base64 of 5 characters and 0 of padding"),
    ("gQ=", "line 1, column 4: base64 of 2 characters and 1 of padding"),
    ("gQ==gQ==", "line 1, column 5: base64 goes on after its padding"),
    ("gQ.!", "line 1, column 3: . is not in the base64 alphabet"),
  ])
  func mistakesInBase64(_ text: String, _ sentence: String) {
    let error = #expect(throws: ParseError.self) { try read(text, as: .base64) }
    #expect(error?.sentence == sentence)
  }

  @Test func rawIsWhatItIs() throws {
    #expect(try ByteNotation.raw.read(Self.hello) == Self.hello)
  }

  @Test func autoPrefersHexThenBase64ThenRaw() throws {
    #expect(try read("8105", as: .auto) == bytes("8105"))
    #expect(try read("gQVIZWxsbw==", as: .auto) == Self.hello)
    #expect(try read("", as: .auto) == [])
    #expect(try ByteNotation.auto.read(Self.hello) == Self.hello)
    #expect(try ByteNotation.auto.read(bytes("01 41")) == bytes("01 41"))
  }

  @Test func autoTriesNothingElseForADump() {
    for dump in ["00000000: 8105 486", "00000000  81 05\n*\n", "00000000: 81 05\n00000004: 81\n"] {
      let errors = [ByteNotation.hex, .auto].map { notation in
        #expect(throws: ParseError.self) { try read(dump, as: notation) }
      }
      #expect(errors.first??.line == errors.last??.line && errors.first??.column == errors.last??.column)
    }
  }

  /// Typography and other encodings of the same digits.
  @Test(arguments: [
    "81\u{A0}05\u{2009}48 65 6c 6c 6f", "\u{201C}81\u{2013}05\u{201D} \u{2018}48656c6c6f\u{2019}",
    "8\u{200B}1 05\u{FEFF} 48 65 6c 6c 6f\u{2028}", "0\u{D7}81 0\u{D7}05 48656c6c6f",
    "\u{FF18}\u{FF11} 05 48 65 6c 6c 6f", "\u{1B}[32m81\u{1B}[0m 05 48 65 6c 6c 6f\u{1B}[K",
  ])
  func typographyIsUndone(_ text: String) throws {
    #expect(try read(text, as: .auto) == Self.hello)
    #expect(try read(text, as: .hex) == Self.hello)
  }

  @Test func otherEncodingsOfText() throws {
    let text = "81 05 48 65 6c 6c 6f\r\n"
    let units = Array(text.utf16)
    let little = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    for input in [little, big, [0xFF, 0xFE] + little, [0xFE, 0xFF] + big] {
      #expect(try ByteNotation.auto.read(input) == Self.hello)
    }
    let windows = [0x93] + Array("81".utf8) + [0xA0] + Array("05 48 65 6c 6c 6f".utf8) + [0x94]
    #expect(try ByteNotation.auto.read(Array(windows.dropFirst().dropLast())) == Self.hello)
  }

  /// Only what is not text is raw, and not even that if it looks like spelled bytes.
  @Test(arguments: [
    "81 05 48\u{2026}", "81 05 \u{2605}", "h\u{E9}llo", "81 05 48 65 6c 6c 6f\0",
    "81 05 48 65 6c \u{1B} 6c 6f",
    "\u{FEFF}hello",
  ])
  func textIsNeverRaw(_ text: String) {
    #expect(throws: ParseError.self) { try read(text, as: .auto) }
  }

  @Test(arguments: ["81 05 48 ... 6f", "81 05 48 \u{2026} 6f"])
  func bytesThatWereLeftOutAreMissed(_ text: String) {
    let error = #expect(throws: ParseError.self) { try read(text, as: .auto) }
    #expect(error?.sentence.contains("left out") == true, "\(error?.sentence ?? "")")
  }

  /// Words of the refusal, and what is not frames in hex.
  @Test(arguments: [
    ("HTTP request", "47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a"),
    ("HTTP answer", "48 54 54 50 2f 31 2e 31 20 31 30 31 20 53 0d 0a 0d 0a 61 00"),
    ("HTTP request", "47 45 54 20 2f"), ("TLS record", "17 03 03 00 13 81 05 48 65 6c 6c 6f"),
    ("IP packet", "4500003b1c4640004006b1e6ac100a63ac100a0c c000 0050"),
    ("IP packet", "6000 0000 0027 0640 00000000 00000000 00000000 00000001"),
    ("Ethernet", "000000000000 000000000000 0800 4500003b1c4640004006b1e67f0000017f000001"),
    ("Ethernet", "000000000000 000000000000 8100 0001 0800 4500003b1c4640004006b1e67f0000017f000001"),
    ("cooked", "0000 0304 0006 000000000000 0000 0800 4500003b1c4640004006b1e67f0000017f000001"),
    ("loopback", "02000000 4500003b1c4640004006b1e67f0000017f000001"), ("capture file", "d4c3b2a102000400"),
  ])
  func whatIsNotFramesIsNamed(_ words: String, _ hex: String) throws {
    let error = #expect(throws: ParseError.self) {
      try ByteNotation.auto.readFrames(Array(hex.utf8))
    }
    #expect(error?.sentence.contains(words) == true, "\(error?.sentence ?? "")")
    #expect(throws: ParseError.self) { try ByteNotation.auto.readFrames(bytes(hex)) }
    #expect(try ByteNotation.hex.read(Array(hex.utf8)) == bytes(hex), "a payload may be anything")
  }

  @Test func headsInFrontOfFramesArePassedOver() throws {
    let heads = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\nHTTP/1.1 101 Switching Protocols\r\n\r\n".utf8)
    for input in [heads + Self.hello, Array(Hex.spaced(heads + Self.hello).utf8)] {
      var length = 0
      #expect(try ByteNotation.auto.readFrames(input) { length = $0 } == Self.hello)
      #expect(length == heads.count)
    }
    #expect(throws: ParseError.self) { try ByteNotation.auto.readFrames(Array(Hex.spaced(heads).utf8)) }
  }

  @Test func headsInTextAreNamed() {
    for text in ["GET /chat HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 101 Switching Protocols\n\n81 05"] {
      let error = #expect(throws: ParseError.self) { try ByteNotation.auto.readFrames(Array(text.utf8)) }
      #expect(error?.sentence.contains("head of an HTTP") == true)
    }
  }

  @Test func autoRefusesWordsThatAreNoBytes() {
    let error = #expect(throws: ParseError.self) { try read("81 0g", as: .auto) }
    #expect(error?.column == 5)
    #expect(
      error?.sentence
        == "not bytes in any notation; nearest is \"pairs, with or without signs between them\" "
        + "(line 1, column 5: g is not a hex digit)")
    #expect(error?.mayBeRaw == true)
  }

  /// Random input is read or refused, and never traps; what is read from hex has no more bytes than pairs.
  @Test func anyInputIsReadOrRefused() {
    var generator = SeededGenerator(seed: 7)
    let alphabet = Array("0123456789abcdefABCDEFx\\ :,|*\n\r\t{}zg=+/".utf8)
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
      }
      for notation in ByteNotation.allCases {
        guard let read = try? notation.read(text) else { continue }
        if !text.contains(UInt8(ascii: "*")) { #expect(read.count <= text.count) }
      }
    }
  }
}

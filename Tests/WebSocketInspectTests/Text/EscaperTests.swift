import Testing
import WebSocketInspect

@Suite struct EscaperTests {
  @Test(arguments: [
    ("hello", "hello"), ("a\nb\tc\rd", "a\\x0ab\\x09c\\x0dd"), ("\u{1B}[31mred\u{07}", "\\x1b[31mred\\x07"),
    ("\u{0}\u{7F}", "\\x00\\x7f"), ("\u{80}\u{9B}31m\u{9F}", "\\u{80}\\u{9b}31m\\u{9f}"),
    ("\u{61C}\u{200E}\u{200F}", "\\u{61c}\\u{200e}\\u{200f}"), ("a\u{202E}b\u{202A}", "a\\u{202e}b\\u{202a}"),
    ("\u{2066}\u{2069}\u{2028}\u{2029}", "\\u{2066}\\u{2069}\\u{2028}\\u{2029}"),
    ("\u{A0}é€😀\u{2065}\u{206A}", "\u{A0}é€😀\\u{2065}\\u{206a}"),
    ("a\u{AD}b\u{200B}\u{FEFF}\u{E0041}", "a\\u{ad}b\\u{200b}\\u{feff}\\u{e0041}"),
    ("❤\u{FE0F}👩\u{200D}💻 👩🏽\u{200D}❤\u{FE0F}\u{200D}👩", "❤\u{FE0F}👩\u{200D}💻 👩🏽\u{200D}❤\u{FE0F}\u{200D}👩"),
    ("👩\u{200D}a\u{200D}👩\u{200D}", "👩\\u{200d}a\\u{200d}👩\\u{200d}"),
    ("❤\u{FE0F}\u{FE0F}1\u{FE0F}👩\u{200D}\u{200D}👩", "❤\u{FE0F}\\u{fe0f}1\\u{fe0f}👩\\u{200d}\\u{200d}👩"),
    ("back\\slash \\n", "back\\slash \\n"),
    ("", ""),
    ("e\u{301}'\u{301}", "e\u{301}'\u{301}"), ("\r\n", "\\x0d\\x0a"),
  ])
  func line(_ text: String, _ expected: String) {
    #expect(Array(Escaper.line(text).utf8) == Array(expected.utf8))
  }

  /// Every scalar that has no look of its own, by what Unicode says.
  @Test func whatHasNoLookIsEscaped() {
    for value in UInt32(0x80)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value), scalar.properties.isDefaultIgnorableCodePoint else {
        continue
      }
      #expect(Escaper.line("a\(scalar)") == "a\\u{\(String(value, radix: 16))}")
    }
  }

  @Test(arguments: [
    ("ff 41 fe", "\\xffA\\xfe"), ("c3 28", "\\xc3("), ("e2 82", "\\xe2\\x82"), ("e2 82 41", "\\xe2\\x82A"),
    ("ed a0 80", "\\xed\\xa0\\x80"), ("c0 80", "\\xc0\\x80"), ("f4 90 80 80", "\\xf4\\x90\\x80\\x80"),
    ("f0 9f 98 f0 9f 98 80", "\\xf0\\x9f\\x98😀"), ("e0 9f bf", "\\xe0\\x9f\\xbf"), ("9b", "\\x9b"),
    ("c2 9b", "\\u{9b}"),
  ])
  func bytesThatAreNotText(_ hex: String, _ expected: String) {
    #expect(Escaper.line(bytes: bytes(hex)) == expected)
  }

  /// A payload, and what is shown of it: what it spells itself is told apart from an escape, and all else of it is as it is.
  static let payloads: [(String, String)] = [
    (#"a\x1bb"#, #"a\\x1bb"#), ("a\u{1B}b", #"a\x1bb"#), (#"{"a":"\n\t\u00e9\\"}"#, #"{"a":"\n\t\u00e9\\"}"#),
    ("a\tb\r\n", #"a\x09b\x0d\x0a"#), (#"\x1B \u{1} \xg0 \x1 \u1"#, #"\\x1B \\u{1} \xg0 \x1 \u1"#),
    (#"\\x41"#, #"\\\\x41"#), ("\\\u{1B}", #"\\\x1b"#), ("\\\\\u{202E}", #"\\\\\u{202e}"#), ("\\é", "\\é"),
    ("\\x\u{1B}", #"\x\x1b"#), (#"\x1\x1b"#, #"\x1\\x1b"#), ("C:\\", "C:\\"), (#"\u"#, #"\u"#),
    (#"\x4"#, #"\x4"#),
    ("👩\u{200D}\\", #"👩\u{200d}\"#),
  ]

  @Test(arguments: payloads)
  func whatReadsLikeAnEscapeIsDoubled(text: String, shown: String) {
    let bytes = Array(text.utf8)
    for split in 0...bytes.count {
      var escaper = StreamEscaper(escapesLayout: true, isReversible: true)
      let output =
        escape(Array(bytes[..<split]), with: &escaper) + escape(Array(bytes[split...]), with: &escaper)
        + escaper.finish()
      #expect(String(decoding: output, as: UTF8.self) == shown, "split at \(split)")
    }
  }

  /// A backslash at every place of the words of eight that are looked at together.
  @Test func isDoubledAtEveryPlace() {
    for place in 0..<17 {
      let (before, after) = (String(repeating: "A", count: place), String(repeating: "~", count: 16 - place))
      var escaper = StreamEscaper(escapesLayout: true, isReversible: true)
      let output = escape(Array("\(before)\\x41\(after)".utf8), with: &escaper) + escaper.finish()
      #expect(String(decoding: output, as: UTF8.self) == "\(before)\\\\x41\(after)")
    }
  }

  private func escape(_ piece: [UInt8], with escaper: inout StreamEscaper) -> [UInt8] {
    escaper.escape(piece.span.bytes)
  }

  /// Every byte below 0x80 at every place of a word of eight, where the fast path looks.
  @Test func everyASCIIByteAtEveryPlace() {
    for byte in UInt8(0)..<0x80 {
      for place in 0..<17 {
        var text = [UInt8](repeating: 0x41, count: 17)
        text[place] = byte
        var escaper = StreamEscaper()
        let output = escape(text, with: &escaper)
        let passes = (0x20...0x7E).contains(byte) || byte == 0x09 || byte == 0x0A
        #expect((output == text) == passes, "byte \(byte) at \(place)")
      }
    }
  }

  private static let mixed =
    Array(
      "line\n\ttab é € 😀 👩\u{200D}💻❤\u{FE0F}\u{200D}x\u{FEFF} \u{1B}[0m \u{9B} \u{202E} \u{2028}\r\n".utf8)
    + bytes("ff e2 82 41 f0 9f 98 ed a0 80 c3")

  private static let escaped =
    "line\n\ttab é € 😀 👩\u{200D}💻❤\u{FE0F}\\u{200d}x\\u{feff} \\x1b[0m \\u{9b} \\u{202e} \\u{2028}\\x0d\n\\xff\\xe2\\x82A\\xf0\\x9f\\x98\\xed\\xa0\\x80\\xc3"

  @Test func streamIsTheSameAtEverySplitPoint() {
    for split in 0...Self.mixed.count {
      var escaper = StreamEscaper()
      var output = escape(Array(Self.mixed[..<split]), with: &escaper)
      output += escape(Array(Self.mixed[split...]), with: &escaper)
      output += escaper.finish()
      #expect(String(decoding: output, as: UTF8.self) == Self.escaped, "split at \(split)")
    }
  }

  @Test func streamIsTheSameByteByByte() {
    var escaper = StreamEscaper()
    var output: [UInt8] = []
    for byte in Self.mixed { output += escape([byte], with: &escaper) }
    output += escaper.finish()
    #expect(String(decoding: output, as: UTF8.self) == Self.escaped)
    #expect(escaper.finish() == [])
  }

  @Test func whatIsValidPassesAtOnce() {
    var escaper = StreamEscaper()
    #expect(escape(bytes("41 e2 82"), with: &escaper) == bytes("41"))
    #expect(escape(bytes("ac"), with: &escaper) == bytes("e2 82 ac"))
    #expect(escaper.finish() == [])
  }
}

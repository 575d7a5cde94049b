import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite("How a message is written where it is given")
struct MessageSpellingTests {
  private static func read(_ text: String, _ spelling: MessageSpelling) throws -> [UInt8] {
    let message = OutgoingMessage(kind: .text, bytes: Array(text.utf8), origin: "line 3")
    guard case .bytes(let bytes) = try spelling.read(message).content else { return [] }
    return bytes
  }

  static let escaped: [(String, String)] = [
    ("plain, é", "plain, é"), (#"a\nb\r\t\\n"#, "a\nb\r\t\\n"), (#"CONNECTED\n\n\0"#, "CONNECTED\n\n\0"),
    (#"\x41\x7a"#, "Az"), (#"\u{e9}\u{6f22}\u{1F600}"#, "é漢😀"), ("", ""),
  ]

  @Test(arguments: escaped)
  func escapesAreUndone(text: String, meaning: String) throws {
    #expect(try Self.read(text, MessageSpelling(form: .escapes)) == Array(meaning.utf8))
  }

  /// `/text` is a text whatever messages are.
  @Test func aTextHasEscapesAlone() throws {
    for (form, read) in [(MessageSpelling.Form.escapes, "41\0"), (.hex, #"41\0"#), (.plain, #"41\0"#)] {
      let spelling = MessageSpelling(form: form, endsWithCRLF: true)
      #expect(try spelling.read(text: Array(#"41\0"#.utf8), origin: "line 3") == Array(read.utf8))
    }
  }

  @Test func anEscapeCanBeAnyByte() throws {
    #expect(try Self.read(#"\xff\x00"#, MessageSpelling(form: .escapes)) == [0xFF, 0])
  }

  static let faults: [(String, MessageSpelling.Form, String)] = [
    (#"ab\q"#, .escapes, #"line 3, byte 3: \q does not begin with an escape: "#),
    (#"a\"#, .escapes, #"line 3, byte 2: \ does not begin with an escape: "#),
    (#"\x4"#, .escapes, #"line 3, byte 1: \x4 does not"#),
    (#"\x4g"#, .escapes, #"line 3, byte 1: \x4g does not"#),
    (#"\u{}"#, .escapes, #"line 3, byte 1: \u{} does not"#),
    (#"\u{d800}"#, .escapes, #"line 3, byte 1: \u{d800} is not a character: "#),
    (#"\u{110000}"#, .escapes, #"line 3, byte 1: \u{110000} is not a character: "#),
    (#"\u{1234567}"#, .escapes, #"line 3, byte 1: \u{123 does not"#),
    (#"\u{41"#, .escapes, #"line 3, byte 1: \u{41 does not"#),
    ("6g", .hex, "line 3: line 1, column 2: g is not a hex digit"),
    ("a", .base64, "line 3: "),
  ]

  @Test(arguments: faults)
  func whatIsNotInTheFormIsRefused(text: String, form: MessageSpelling.Form, beginning: String) {
    let failure = #expect(throws: Failure.self) { try Self.read(text, MessageSpelling(form: form)) }
    #expect(failure?.sentence.hasPrefix(beginning) == true, "\(failure?.sentence ?? "")")
    #expect(failure?.status == ExitStatus.badData.rawValue)
  }

  @Test func hexAndBase64AreBytes() throws {
    #expect(try Self.read("00 ff", MessageSpelling(form: .hex)) == [0, 0xFF])
    #expect(try Self.read("AP8=", MessageSpelling(form: .base64)) == [0, 0xFF])
  }

  @Test func aLineEndCanBeAdded() throws {
    #expect(
      try Self.read(#"a\n"#, MessageSpelling(form: .escapes, endsWithCRLF: true)) == Array("a\n\r\n".utf8))
    #expect(try Self.read("", MessageSpelling(endsWithCRLF: true)) == [0x0D, 0x0A])
  }
}

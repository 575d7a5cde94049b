import Testing

@testable import WebSocketCapture

@Suite("JSON in")
struct JSONReaderTests {
  private static func skip(_ text: String) throws(JSONReader.Fault) {
    var reader = JSONReader(Array(text.utf8))
    try reader.skip()
    try reader.end()
  }

  @Test(
    "RFC 8259: what is JSON",
    arguments: [
      "null", "true", "false", "0", "-0", "10", "-1.5e+10", "0.0E-0", "1e9999", "\"\"", "\"\\u0000\"", "[]",
      "{}",
      " [ 1 , 2 ]\r\n\t", "{\"a\":1,\"a\":2}", "{\"\":{}}", "[[[]],{}]", "\"\\uD834\\uDD1E\"",
      "\"\u{7f}\u{2028}\"",
      "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "18446744073709551616",
    ])
  func valid(_ text: String) { #expect(throws: Never.self) { try Self.skip(text) } }

  /// The text, the offset of its fault, and what is wrong there.
  static let faults: [(String, Int, String)] = [
    ("", 0, "a value is expected"), (" ", 1, "a value is expected"), ("nul", 0, "null is expected"),
    ("True", 0, "a value is expected"), ("trve", 0, "true or false is expected"),
    ("01", 1, "nothing is expected after the value"),
    ("-", 1, "a digit is expected"), ("+1", 0, "a value is expected"), (".5", 0, "a value is expected"),
    ("1.", 2, "a digit is expected"), ("1e", 2, "a digit is expected"), ("1e+", 3, "a digit is expected"),
    ("NaN", 0, "a value is expected"), ("0x1", 1, "nothing is expected after the value"),
    ("\"", 1, "the string does not end"), ("\"a", 2, "the string does not end"),
    ("\"\\", 1, "there is no such escape"),
    ("\"\\x\"", 1, "there is no such escape"), ("\"\\U0041\"", 1, "there is no such escape"),
    ("\"\n\"", 1, "a control character is written with a backslash"),
    ("\"\u{0}\"", 1, "a control character is written with a backslash"),
    ("\"\\u12\"", 1, "four hexadecimal digits are expected after \\u"),
    ("\"\\u12g4\"", 1, "four hexadecimal digits are expected after \\u"),
    ("\"\\u+123\"", 1, "four hexadecimal digits are expected after \\u"),
    ("\"\\ud800\"", 1, "half of a surrogate pair is not a character"),
    ("\"\\ud800\\u0041\"", 1, "half of a surrogate pair is not a character"),
    ("\"\\udc00\\ud800\"", 1, "half of a surrogate pair is not a character"),
    ("\"\\ud800\\ud800\"", 1, "half of a surrogate pair is not a character"),
    ("'a'", 0, "a value is expected"), ("[", 1, "a value is expected"), ("[1", 2, "a comma or ] is expected"),
    ("[1,]", 3, "a value is expected"), ("[,1]", 1, "a value is expected"),
    ("[1}", 2, "a comma or ] is expected"),
    ("{", 1, "a string is expected"), ("{a:1}", 1, "a string is expected"),
    ("{\"a\"}", 4, "a colon is expected"),
    ("{\"a\":}", 5, "a value is expected"), ("{\"a\":1,}", 7, "a string is expected"),
    ("{\"a\":1", 6, "a comma or } is expected"), ("{} {}", 3, "nothing is expected after the value"),
    ("[1]//", 3, "nothing is expected after the value"), ("\u{feff}1", 0, "a value is expected"),
    ("\u{a0}1", 0, "a value is expected"),
  ]

  @Test("RFC 8259: what is not, and where", arguments: faults)
  func invalid(_ text: String, _ offset: Int, _ words: String) {
    #expect(throws: JSONReader.Fault(offset: offset, words: words)) { try Self.skip(text) }
  }

  @Test("values can be in each other to a limit")
  func depth() {
    let limit = JSONReader.depthLimit
    let nested = { (depth: Int) in
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(throws: Never.self) { try Self.skip(nested(limit)) }
    #expect(throws: JSONReader.Fault(offset: limit + 1, words: "more than 64 levels are inside each other")) {
      try Self.skip(nested(limit + 1))
    }
    #expect(throws: JSONReader.Fault.self) { try Self.skip(String(repeating: "{\"a\":", count: 100_000)) }
  }

  @Test(
    "strings are what they say",
    arguments: [
      ("\"a\\u0041\\n\\/\"", "aA\n/"), ("\"\\ud834\\udd1e\\u00e9\"", "𝄞é"), ("\"\\\"\\\\\"", "\"\\"),
      ("\"日本\"", "日本"),
      ("\"\\ufffe\\u0000\"", "\u{fffe}\u{0}"),
    ])
  func strings(_ json: String, _ text: String) throws {
    var reader = JSONReader(Array(json.utf8))
    #expect(try reader.string() == Array(text.utf8))
  }
}

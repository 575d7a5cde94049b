import Testing
import WebSocketCapture

@Suite("JSON that comes in pieces")
struct JSONScannerTests {
  private static func isWhole(_ text: String, cutAt place: Int? = nil) -> Bool {
    let bytes = Array(text.utf8)
    var scanner = JSONScanner()
    for piece in place.map({ [bytes[..<$0], bytes[$0...]] }) ?? [bytes[...]] {
      scanner.append(Array(piece).span.bytes)
    }
    return scanner.isWhole
  }

  static let depth = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
  static let values = [
    "null", "true", "false", "0", "-0", "10", "-1.5e+10", "0.0E-0", "1e9999", "\"\"", "\"\\u0000\"", "[]",
    "{}",
    " [ 1 , 2 ]\r\n\t", "{\"a\":1,\"a\":[{\"b\":{}},[]]}", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\uD834\\uDd1e\"",
    "[0,-1,2.5]",
    "{\"\":\"é\"}", " 7 ", depth,
  ]
  static let others = [
    "", " ", "nul", "nulll", "True", "trve", "01", "-", "-a", "+1", ".5", "1.", "1.e1", "1e", "1e+", "1.5.5",
    "1e5e5", "NaN",
    "\"", "\"a", "\"\\", "\"\\x\"", "\"\\u12g4\"", "\"\\u12\"", "\"\n\"", "[", "[1", "[1,]", "[,1]", "[1}",
    "{", "{a:1}",
    "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":1", "{\"a\":1]", "{} {}", "[1]//", "1 2", "]", "}", ",", ":",
    "{\"a\"\"b\"}", "[\"a\":1]", "[]]", "\u{feff}1", "[" + depth + "]",
  ]

  @Test(arguments: values)
  func isWhole(value: String) {
    for place in 0...value.utf8.count { #expect(Self.isWhole(value, cutAt: place), "\(place)") }
  }

  @Test(arguments: others)
  func isNot(text: String) {
    for place in 0...text.utf8.count { #expect(!Self.isWhole(text, cutAt: place), "\(place)") }
  }

  /// What the reader of whole values says of any text that is made of JSON's own bytes.
  @Test func agreesWithTheReader() {
    let parts = [
      "{", "}", "[", "]", ",", ":", "\"a\"", "\"", "1", "-", ".", "e", "true", "null", " ", "\\n", "0",
    ]
    var seed: UInt64 = 7
    var whole = 0
    for _ in 0..<20_000 {
      var text = ""
      for _ in 0..<(1 + seed >> 60) {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += parts[Int((seed >> 33) % UInt64(parts.count))]
      }
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let bytes = Array(text.utf8)
      let expected = (try? JSONValue(bytes)) != nil
      whole += expected ? 1 : 0
      if Self.isWhole(text) != expected { Issue.record("\(text)") }
    }
    #expect(whole > 200, "\(whole) of them were JSON")
  }
}

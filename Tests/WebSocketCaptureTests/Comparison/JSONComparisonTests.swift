import Testing
import WebSocketWire

@testable import WebSocketCapture

@Suite("Payloads that are compared as values of JSON")
struct JSONComparisonTests {
  @Test(
    "key order, white space, escapes and the spelling of numbers do not matter",
    arguments: [
      (#"{"a":1,"b":[1,2]}"#, #" { "b" : [1.0, 20e-1], "a" : 1 } "#, true),
      (#"{"a":"é"}"#, #"{"a":"\u00e9"}"#, true), (#"[1,2]"#, #"[2,1]"#, false),
      (#"{"a":1}"#, #"{"a":1,"b":null}"#, false), (#"{"a":"1"}"#, #"{"a":1}"#, false),
      // A text that is not an object or an array is compared as a text.
      ("1", "1.0", false), (#""a""#, #" "a""#, false), ("{a", "{a ", false), ("", " ", false),
    ])
  func values(_ one: String, _ other: String, _ areEqual: Bool) {
    let comparison = JSONComparison()
    #expect(comparison.areEqual(Array(one.utf8), Array(other.utf8)) == areEqual)
    #expect((comparison.key(of: Array(one.utf8)) == comparison.key(of: Array(other.utf8))) == areEqual)
  }

  @Test(
    "the first place where they differ is named by a pointer (RFC 6901)",
    arguments: [
      (#"{"a":{"b":[1,{"c":2}]}}"#, #"{"a":{"b":[1,{"c":3}]}}"#, "/a/b/1/c"),
      (#"{"z":1,"b":1}"#, #"{"z":2,"b":2}"#, "/b"), (#"[1,2]"#, #"[1,2,3]"#, "/2"), ("[1]", #"{"a":1}"#, ""),
      (#"{"a/b":{"m~n":1}}"#, #"{"a/b":{"m~n":2}}"#, "/a~1b/m~0n"), (#"{"a":1}"#, "{}", "/a"),
    ])
  func place(_ one: String, _ other: String, _ place: String) throws {
    let found = JSONComparison().difference(of: Array(one.utf8), and: Array(other.utf8))
    #expect(found?.description == place)
    // What is named can be left out.
    guard !place.isEmpty, !place.hasPrefix("/b"), place != "/2" else { return }
    let rest = JSONComparison(ignoring: [try JSONPath(place)])
    #expect(rest.areEqual(Array(one.utf8), Array(other.utf8)))
  }

  @Test("what is ignored may be there or not; an element of an array keeps its place")
  func ignored() throws {
    let comparison = JSONComparison(ignoring: try ["/id", "meta.time", "/list/0"].map { try JSONPath($0) })
    #expect(equal(#"{"id":1,"a":1}"#, #"{"a":1}"#, comparison))
    #expect(equal(#"{"meta":{"time":1,"b":2}}"#, #"{"meta":{"b":2}}"#, comparison))
    #expect(equal(#"{"list":[1,2]}"#, #"{"list":[{"x":1},2]}"#, comparison))
    #expect(!equal(#"{"list":[1,2]}"#, #"{"list":[2]}"#, comparison))
    #expect(!equal(#"{"meta":1}"#, #"{"meta":{"time":1}}"#, comparison))
  }

  @Test("a value is shown as it is written")
  func spelling() throws {
    let bytes = Array(#"{"a": [1, {"b" : 1.50 , "b": "x y"}]}"#.utf8)
    #expect(try JSONPath("/a/0").spelling(in: bytes).map { Array($0) } == Array("1".utf8))
    #expect(try JSONPath("/a/1/b").spelling(in: bytes).map { Array($0) } == Array(#""x y""#.utf8))
    #expect(try JSONPath("/a/2").spelling(in: bytes) == nil)
    #expect(try JSONPath("").spelling(in: Array(" [1] ".utf8)).map { Array($0) } == Array("[1]".utf8))
  }

  @Test("what is longer than the limit, or not UTF-8, is compared byte by byte")
  func bounds() {
    let long = Array("[\(String(repeating: " ", count: JSONComparison.limit))1]".utf8)
    #expect(!JSONComparison().areEqual(long, Array("[1]".utf8)))
    #expect(
      !JSONComparison().areEqual([0x5B, 0x22, 0xFF, 0x22, 0x5D], [0x5B, 0x20, 0x22, 0xFF, 0x22, 0x5D]))
    let deep = String(repeating: "[", count: 100_000)
    #expect(!JSONComparison().areEqual(Array(deep.utf8), Array((deep + " ").utf8)))
  }

  private func equal(_ one: String, _ other: String, _ comparison: JSONComparison) -> Bool {
    comparison.areEqual(Array(one.utf8), Array(other.utf8))
  }
}

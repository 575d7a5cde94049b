import Testing
import WebSocketCapture
import WebSocketWire

@Suite("A value at a place of a JSON document")
struct JSONPathTests {
  private static func leads(_ path: String, to value: String, in message: [UInt8]) throws -> Bool {
    try JSONPath(path).leads(to: JSONValue(Array(value.utf8)), in: message)
  }

  /// A path, a value and a message in which the one leads to the other.
  static let found: [(String, String, String)] = [
    ("id", "7", #"{"id":7}"#), ("/id", "7", #" { "a" : [1,2] , "id" : 7.0 } "#),
    ("id", "7", #"{"id":1,"id":7}"#),
    ("result.ok", "true", #"{"result":{"ok":true}}"#),
    ("params.0.name", #""x""#, #"{"params":[{"name":"\u0078"}]}"#),
    ("/a~1b/m~0n/", "null", #"{"a/b":{"m~n":{"":null}}}"#), ("", "7", "7"), ("/", "1", #"{"":1}"#),
    ("0", "1", #"{"0":1}"#), ("1.0", "2", "[0,[2]]"), ("/01", "2", #"{"01":2}"#),
    ("id", "9007199254740993", #"{"id":9007199254740993}"#), ("id", #""7""#, #"{"id":"7"}"#),
    ("r", #"{"a":1,"b":[true,{}]}"#, #"{"r":{"b":[true,{}],"a":10e-1}}"#),
    ("r", #"{"a":1}"#, #"{"r":{"a":2,"a":1}}"#),
    ("id", "7", #"{"cut":"\ud83d","id":7}"#), ("id", "7", #"{"cut":"\ud83d\u0041","id":7}"#),
    ("r", "[]", #"{"r":[]}"#), ("é", "1", #"{"\u00e9":1}"#),
  ]

  @Test(arguments: found)
  func leads(path: String, value: String, message: String) throws {
    #expect(try Self.leads(path, to: value, in: Array(message.utf8)))
  }

  /// The same where it does not.
  static let missed: [(String, String, String)] = [
    ("id", "7", #"{"id":"7"}"#), ("id", #""7""#, #"{"id":7}"#), ("id", "7", #"{"id":71}"#),
    ("id", "7", #"{"ID":7}"#),
    ("id", "7", #"{"id":7,"id":1}"#), ("id", "7", #"{"id":{"id":7}}"#), ("id", "7", "7"), ("id", "7", "[7]"),
    ("id", "9007199254740993", #"{"id":9007199254740992}"#), ("/01", "2", "[0,2]"), ("/-", "2", "[0,2]"),
    ("-1", "2", "[0,2]"), ("99999999999999999999", "2", "[0,2]"), ("id", "7", ""), ("id", "7", "id=7"),
    ("id", "7", #"{"id":7}}"#), ("id", "7", #"{"id":7"#), ("id", "7", #"{"id":7,}"#), ("id", "null", "{}"),
    ("r", "[1]", #"{"r":[1,2]}"#), ("r", "[1,2]", #"{"r":[1]}"#), ("r", #"{"a":1}"#, #"{"r":{"a":1,"b":2}}"#),
    ("r", #"{"a":1,"b":2}"#, #"{"r":{"a":1}}"#), ("r", #"{"a":1}"#, #"{"r":{"a":1,"a":2}}"#),
    ("r", "[]", #"{"r":{}}"#),
    ("r", "[]", #"{"r":null}"#), ("é", "1", #"{"e\u0301":1}"#), ("id", "true", #"{"id":false}"#),
  ]

  @Test(arguments: missed)
  func leadsElsewhere(path: String, value: String, message: String) throws {
    #expect(try !Self.leads(path, to: value, in: Array(message.utf8)))
  }

  @Test func bytesThatAreNotUTF8AreNotJSON() throws {
    #expect(try !Self.leads("id", to: "7", in: Array(#"{"a":""#.utf8) + [0xFF] + Array(#"","id":7}"#.utf8)))
  }

  @Test func levelsWithoutEndAreNotJSON() throws {
    let deep = Array(String(repeating: #"{"a":"#, count: 100_000).utf8)
    #expect(try !Self.leads("a.a", to: "7", in: deep))
    #expect(try !Self.leads("b", to: "7", in: deep))
  }

  @Test(arguments: [
    ("a..b", "has an empty name; a pointer can have one, as in /a//b"),
    (".a", "has an empty name; a pointer can have one, as in /a//b"),
    ("a.", "has an empty name; a pointer can have one, as in /a//b"),
    ("/a~2", "has a ~ that is neither ~0 nor ~1 (RFC 6901 3)"),
    ("/a~", "has a ~ that is neither ~0 nor ~1 (RFC 6901 3)"),
    (String(repeating: "/a", count: 65), "has 65 levels, of which 64 are read at most"),
  ])
  func whatIsNoPathIsRefused(text: String, words: String) {
    let error = #expect(throws: UsageError.self) { try JSONPath(text) }
    #expect(error?.description == words)
  }
}

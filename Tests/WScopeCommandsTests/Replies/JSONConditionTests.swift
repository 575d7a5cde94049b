import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite("What --match-json asks of a message")
struct JSONConditionTests {
  /// An argument, a message, and whether it is a reply.
  static let conditions: [(String, String, Bool)] = [
    ("id=7", #"{"id":7}"#, true), ("id=7", #"{"id":"7"}"#, false), (#"id="7""#, #"{"id":"7"}"#, true),
    ("name=x", #"{"name":"x"}"#, true), ("name=", #"{"name":""}"#, true),
    ("name=a=b", #"{"name":"a=b"}"#, true),
    ("result.ok=true", #"{"result":{"ok":true}}"#, true), ("name=true", #"{"name":"true"}"#, false),
    ("/a.b=1", #"{"a.b":1}"#, true), ("=7", "7", true), ("id=7", "7", false), ("n=01", #"{"n":"01"}"#, true),
    (#"r={"a":[1]}"#, #"{"r":{"a":[1]}}"#, true),
  ]

  @Test(arguments: conditions)
  func isMet(argument: String, message: String, expected: Bool) throws {
    #expect(try JSONCondition(argument).isMet(by: Array(message.utf8)) == expected)
  }

  @Test(arguments: [
    ("id", "--match-json \"id\" has no equals sign: PATH=VALUE is expected, as in id=7"),
    ("a..b=1", "the path \"a..b\" of --match-json has an empty name; a pointer can have one, as in /a//b"),
    ("a={1}", "the value \"{1}\" of --match-json is not JSON: byte 2: a string is expected"),
    ("a=[1", "the value \"[1\" of --match-json is not JSON: byte 3: a comma or ] is expected"),
  ])
  func whatIsNoConditionIsRefused(argument: String, sentence: String) {
    let failure = #expect(throws: Failure.self) { try JSONCondition(argument) }
    #expect(failure?.sentence == sentence)
    #expect(failure?.status == ExitStatus.usage.rawValue)
  }

  @Test func aReplyMeetsAllOfThemAndThePattern() throws {
    var rules = ReplyRules()
    rules.conditions = [try JSONCondition("id=7"), try JSONCondition("ok=true")]
    #expect(rules.needsWhole)
    #expect(try rules.judge(Array(#"{"id":7,"ok":true}"#.utf8)) == .one)
    #expect(try rules.judge(Array(#"{"id":7,"ok":false}"#.utf8)) == nil)
    #expect(try rules.judge(Array(#"{"id":8,"ok":true}"#.utf8)) == nil)
    rules.match = try Pattern("x", option: "--match")
    #expect(try rules.judge(Array(#"{"id":7,"ok":true}"#.utf8)) == nil)
    #expect(try rules.judge(Array(#"{"id":7,"ok":true,"x":1}"#.utf8)) == .one)
  }
}

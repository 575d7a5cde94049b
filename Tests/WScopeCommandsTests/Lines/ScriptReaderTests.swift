import Testing
import WebSocketConversation

@testable import WScopeCommands

@Suite("The steps of a script")
struct ScriptReaderTests {
  /// What follows `--on`, and its expression and reply.
  static let answers: [(String, pattern: String, reply: String)] = [
    ("a=b=c", "a", "b=c"), (#"a\=b=c"#, #"a\=b"#, "c"), ("[=]=c", "[=]", "c"), ("[]=]=c", "[]=]", "c"),
    ("[^]=]=c", "[^]=]", "c"), ("(?=a)=c", "(?=a)", "c"), (#"\Qa=b\E=c"#, #"\Qa=b\E"#, "c"),
    (#"\\Qa=b\E=c"#, #"\\Qa"#, #"b\E=c"#), ("(?<n>=)=${n}", "(?<n>=)", "v"), ("=c", "", "c"),
  ]

  @Test(arguments: answers)
  func splitsAnAnswer(text: String, pattern: String, reply: String) throws {
    var reader = ScriptReader(spelling: MessageSpelling())
    try reader.add(.on, text, origin: "--on")
    guard case .on(let found, let line) = reader.steps.first else {
      Issue.record("\(reader.steps)")
      return
    }
    #expect(found.names.count == (try Pattern(pattern, option: "")).names.count)
    #expect(line.text.filled(with: ["n": Array("v".utf8)]) == Array(reply.utf8))
  }

  @Test("a number is a group of the latest wait alone")
  func forgetsNumbers() throws {
    var reader = ScriptReader(spelling: MessageSpelling())
    try reader.add(.await, "(a)(b)", origin: "--await")
    try reader.add(.await, "(?<name>c)", origin: "--await")
    let failure = #expect(throws: Failure.self) { try reader.read(Array("x ${2}".utf8), path: "f") }
    #expect(failure?.sentence.contains("nothing above it sets or captures \"2\"") == true)
    try reader.read(Array("x ${1} ${name}".utf8), path: "f")
  }

  @Test("escapes are read in what is written, not in what fills a place")
  func readsEscapes() throws {
    var reader = ScriptReader(spelling: MessageSpelling(form: .escapes))
    try reader.set(#"path=C:\new"#, origin: "--set")
    try reader.add(.await, "(.*)", origin: "--await")
    try reader.send(#"\t${path}\x41${1}\0"#, origin: "a message of -x")
    guard case .line(let line) = reader.steps.last else {
      Issue.record("\(reader.steps)")
      return
    }
    #expect(line.text.filled(with: ["1": Array(#"\n"#.utf8)]) == Array("\tC:\\newA\\n\0".utf8))
    let failure = #expect(throws: Failure.self) { try reader.send(#"ab${path}\q"#, origin: "m") }
    #expect(failure?.sentence.contains("m, byte 10: ") == true, "\(String(describing: failure?.sentence))")
  }
}

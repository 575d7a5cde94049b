import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite("Messages that are held until they are known to be replies")
struct ReplyReaderTests {
  @Test func whatAConnectionCutOffIsNoPartOfTheNextOne() throws {
    var rules = ReplyRules()
    rules.match = try Pattern("^b$", option: "--match")
    let reader = ReplyReader(rules, printer: nil)
    #expect(try reader.take(.messageBytes(.text), Array("a".utf8).span.bytes) == nil)
    reader.breakOff()
    #expect(try reader.take(.messageBytes(.text), Array("b".utf8).span.bytes) == nil)
    #expect(try reader.take(.messageEnd(.text, length: 1), RawSpan()) == .one)
  }
}

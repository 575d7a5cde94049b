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

  @Test("--until looks at all messages, and --while at those that count")
  func judges() throws {
    var rules = ReplyRules()
    rules.match = try Pattern("reply", option: "--match")
    rules.last = .matching(try Pattern("done", option: "--until"))
    let messages = ["event", "reply", "done", "reply done"].map { Array($0.utf8) }
    #expect(try messages.map(rules.judge) == [nil, .one, .end, .last])
    rules.last = .failing(try Pattern("go on", option: "--while"))
    let others = ["event", "reply go on", "reply"].map { Array($0.utf8) }
    #expect(try others.map(rules.judge) == [nil, .one, .last])
  }

  @Test func surplusIsNotPrinted() throws {
    let page = WrittenText()
    let printer = PayloadPrinter(output: page, framing: .line, escapes: false, indents: false)
    let reader = ReplyReader(ReplyRules(), printer: printer, isCounted: true)
    #expect(!reader.takesBatches)
    for (text, isSurplus) in [("one", false), ("two", true)] {
      _ = try reader.take(.messageBytes(.text), Array(text.utf8).span.bytes, isSurplus: isSurplus)
      #expect(try reader.take(.messageEnd(.text, length: 3), RawSpan(), isSurplus: isSurplus) == .one)
    }
    #expect(page.text == "one\n")
  }

  @Test("nothing is read after the end, which is printed only if it counts")
  func endsOnce() throws {
    var rules = ReplyRules()
    rules.match = try Pattern("reply", option: "--match")
    rules.last = .matching(try Pattern("done", option: "--until"))
    let reader = ReplyReader(rules, printer: nil)
    let ends = try ["done", "reply"].map { text in
      _ = try reader.take(.messageBytes(.text), Array(text.utf8).span.bytes)
      return try reader.take(.messageEnd(.text, length: 1), RawSpan())
    }
    #expect(ends == [.end, nil])
  }
}

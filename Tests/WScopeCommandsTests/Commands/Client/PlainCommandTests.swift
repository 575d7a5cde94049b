import ArgumentParser
import Testing
import WebSocketConversation
import WebSocketWire

@testable import WScopeCommands

@Suite("A command line without options means the same without the parser")
struct PlainCommandTests {
  static let lines: [([String], PlainCommand?)] = [
    (["ws://h/"], .connect(url: "ws://h/")), (["connect", "h:1"], .connect(url: "h:1")),
    (["send", "h:1", "a"], .send(url: "h:1", messages: ["a"])),
    (["send", "h:1", "send", "", "help"], .send(url: "h:1", messages: ["send", "", "help"])),
    // What is wrong is the parser's to explain, and what may be an option its to read.
    ([], nil), (["connect"], nil), (["send", "h:1"], nil), (["ws://h/", "a"], nil),
    (["connect", "a", "b"], nil),
    (["send", "h:1", "-"], nil), (["send", "h:1", "a", "--"], nil), (["-"], nil),
    (["ws://h/", "--hex"], nil),
    (["help"], nil), (["help", "send"], nil), (["demo"], nil), (["listen", "0"], nil),
    (["decode", "8100"], nil),
  ]

  @Test(arguments: lines)
  func isReadAsOne(arguments: [String], command: PlainCommand?) {
    #expect(PlainCommand(arguments) == command)
  }

  @Test(arguments: [(true, true), (false, true), (false, false)])
  func makesThePlanOfTheParser(input: Bool, output: Bool) throws {
    let console = Console(inputIsTerminal: input, outputIsTerminal: output, errorIsTerminal: true)
    for url in ["ws://u:p@h:8/x?y", "wss://h/"] {
      try Self.expectEqual(
        ConnectChoices().plan(url, console), Connect.parse([url]).choices.plan(url, console))
      try Self.expectEqual(
        SendChoices(messages: ["a", "b"]).plan(url, console),
        Send.parse([url, "a", "b"]).choices.plan(url, console))
    }
  }

  private static func expectEqual(_ plain: ClientPlan, _ parsed: ClientPlan) {
    #expect(plain.connection == parsed.connection && plain.requests.connection == parsed.requests.connection)
    #expect(plain.requests.own == parsed.requests.own && plain.requests.typed == parsed.requests.typed)
    #expect(plain.requests.redirects == nil && parsed.requests.redirects == nil)
    #expect(plain.end == parsed.end && plain.echoes == parsed.echoes && plain.closing == parsed.closing)
    #expect(plain.receivesOnlyWithoutInput == parsed.receivesOnlyWithoutInput)
    #expect(plain.input.messages.count == parsed.input.messages.count)
    #expect(plain.input.kind == parsed.input.kind && plain.input.messageLimit == parsed.input.messageLimit)
    #expect((plain.input.splitter == nil) == (parsed.input.splitter == nil))
    #expect(plain.output.framing == parsed.output.framing && plain.output.viewPath == parsed.output.viewPath)
    #expect(plain.output.printsPayload == parsed.output.printsPayload)
    #expect(plain.output.escapesPayload == parsed.output.escapesPayload)
    #expect("\(plain.output.views)" == "\(parsed.output.views)")
    #expect(plain.output.events == nil && parsed.output.events == nil && parsed.output.writeOut == nil)
    #expect("\(plain.staying)" == "\(parsed.staying)" && "\(plain.replies)" == "\(parsed.replies)")
  }
}

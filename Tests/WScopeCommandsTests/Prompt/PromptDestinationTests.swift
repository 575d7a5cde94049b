import ArgumentParser
import Testing
import WebSocketTransport
import WebSocketWire

@testable import WScopeCommands

@Suite("Where a client's prompt connects to")
struct PromptDestinationTests {
  private static func destination(_ arguments: [String]) throws -> PromptDestination {
    let console = Console(inputIsTerminal: true, outputIsTerminal: true, errorIsTerminal: true)
    let plan = try Connect.parse(arguments).choices.plan("ws://h/x", console)
    return PromptDestination(plan.requests, plan.connection)
  }

  private static func expectBegin(
    _ destination: inout PromptDestination, isChosen: Bool, _ location: SourceLocation = #_sourceLocation
  ) {
    let wasChosen = destination.begin()
    #expect(wasChosen == isChosen, sourceLocation: location)
  }

  @Test func isTheServerOfTheArgumentsAtFirst() throws {
    var destination = try Self.destination([])
    Self.expectBegin(&destination, isChosen: false)
    #expect("\(destination.configuration.url)" == "ws://h/x")
  }

  @Test func isWhatWasChosenLast() throws {
    var destination = try Self.destination([])
    _ = try destination.choose("ws://i/")
    _ = try destination.choose("ws://j/y")
    destination.chooseAgain()
    #expect("\(destination.configuration.url)" == "ws://h/x", "nothing has begun")
    Self.expectBegin(&destination, isChosen: true)
    #expect("\(destination.configuration.url)" == "ws://j/y")
    Self.expectBegin(&destination, isChosen: false)
    destination.chooseAgain()
    Self.expectBegin(&destination, isChosen: true)
    #expect("\(destination.configuration.url)" == "ws://j/y")
  }

  @Test func aChoiceCanBeForgotten() throws {
    var destination = try Self.destination([])
    _ = try destination.choose("ws://i/")
    destination.forgetChoice()
    Self.expectBegin(&destination, isChosen: false)
    #expect("\(destination.configuration.url)" == "ws://h/x")
  }

  @Test func whatIsNotAURLChangesNothing() throws {
    var destination = try Self.destination([])
    #expect(throws: (any Error).self) { try destination.choose("http://[") }
    Self.expectBegin(&destination, isChosen: false)
  }

  /// The arguments, the URL, and whether something of them is kept from it.
  static let kept: [([String], String, Bool)] = [
    ([], "ws://i/", false), (["-H", "X: 1"], "ws://h/other", false), (["-H", "X: 1"], "ws://i/x", true),
    (["-H", "X: 1"], "wss://h/x", true), (["-u", "u:p"], "ws://h:81/x", true),
    (["-o", "http://o"], "ws://i/", false),
    (["--bearer", "t"], "ws+unix:/tmp/s:/x", true), ([], "ws+unix:/tmp/s:/x", false),
  ]

  @Test(arguments: kept)
  func keepsWhatWasGivenForOnePlace(arguments: [String], url: String, isKept: Bool) throws {
    var destination = try Self.destination(arguments)
    let keeps = try destination.choose(url)
    #expect(keeps == isKept)
  }
}

import LineEditor
import Testing

@testable import WScopeCommands

@Suite("What was typed before it can run")
struct TypedAheadTests {
  /// What runs, in order, of these lines, `^D` for the end of the input; the rest waits.
  private static func runs(
    _ lines: [String], isConnecting: Bool, isReplacing: Bool = false
  ) -> [String] {
    var typed = TypedAhead()
    for line in lines { typed.append(line == "^D" ? .endOfInput : .line(Array(line.utf8))) }
    var ran: [String] = []
    var index = 0
    while let event = typed.next(from: &index, isConnecting: isConnecting, isReplacing: isReplacing) {
      if case .line(let line) = event {
        ran.append(String(decoding: line, as: UTF8.self))
      } else {
        ran.append("^D")
      }
    }
    return ran
  }

  @Test("all of it runs in its order once there is no connection on its way")
  func open() {
    #expect(
      Self.runs(["a", "/show tree", "b", "/quit"], isConnecting: false) == ["a", "/show tree", "b", "/quit"])
  }

  @Test(
    "while connecting, what sends waits, and leaving after it",
    arguments: [
      (["a", "/stats", "/ping"], ["/stats"]),
      (["/quit"], ["/quit"]),
      (["^D"], ["^D"]),
      (["a", "/quit"], []),
      (["a", "^D"], []),
      (["a", "/quit", "/quit"], ["/quit"]),
      (["/close", "a"], ["/close"]),
    ] as [([String], [String])])
  func connecting(lines: [String], expected: [String]) {
    #expect(Self.runs(lines, isConnecting: true) == expected)
  }

  @Test("leaving does not wait for a connection that replaces another")
  func replacing() {
    #expect(Self.runs(["a", "/quit"], isConnecting: true, isReplacing: true) == ["/quit"])
  }

  @Test("what waited does not run before what came after it, where the wait ends in between")
  func order() {
    var typed = TypedAhead()
    for line in ["a", "/quit", "b"] { typed.append(.line(Array(line.utf8))) }
    var index = 0
    guard case .line(let first) = typed.next(from: &index, isConnecting: true, isReplacing: true),
      case .line(let second) = typed.next(from: &index, isConnecting: false, isReplacing: false)
    else {
      Issue.record("two lines run")
      return
    }
    #expect([first, second] == [Array("/quit".utf8), Array("b".utf8)])
    #expect(typed.next(from: &index, isConnecting: false, isReplacing: false).map { _ in true } == nil)
    #expect(typed.messages == 1)
  }

  @Test("messages are counted")
  func messages() {
    var typed = TypedAhead()
    for line in ["a", "/text b", "/stats", "//c", "/quit"] { typed.append(.line(Array(line.utf8))) }
    #expect(typed.messages == 3)
  }
}

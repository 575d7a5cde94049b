import Testing

@testable import WScopeCommands

@Suite("What standard error is given of a failure")
struct FailureTests {
  private static let failure = Failure(
    .refused, "the upgrade was refused: h answered 403 Forbidden", hint: "does it want another origin?",
    details: ["HTTP/1.1 403 Forbidden", "", "漢字漢字漢字漢字 漢字漢字漢字漢字"])

  @Test func inAPipeEachLineIsWhole() {
    #expect(
      Self.failure.text(columns: nil) == """
        wscope: the upgrade was refused: h answered 403 Forbidden
                does it want another origin?
                HTTP/1.1 403 Forbidden
                
                漢字漢字漢字漢字 漢字漢字漢字漢字

        """)
  }

  @Test func onATerminalItIsBrokenBetweenWords() {
    #expect(
      Self.failure.text(columns: 40) == """
        wscope: the upgrade was refused: h
                  answered 403 Forbidden
                does it want another origin?
                HTTP/1.1 403 Forbidden
                
                漢字漢字漢字漢字
                  漢字漢字漢字漢字

        """)
  }

  @Test("control characters are escaped, once, whatever part they are in")
  func controlCharacters() {
    let line = "/no\u{1b}[31m\u{85}\u{202e} \\x1b é"
    let failure = Failure(.noInput, line, hint: line, details: [line])
    let shown = #"/no\x1b[31m\u{85}\u{202e} \x1b é"#
    #expect(failure.text(columns: nil) == "wscope: \(shown)\n        \(shown)\n        \(shown)\n")
    #expect(Failure(.noInput, failure.sentence).sentence == failure.sentence)
  }
}

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
}

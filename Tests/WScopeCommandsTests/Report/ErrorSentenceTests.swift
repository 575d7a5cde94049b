import SystemCalls
import Testing
import WebSocketTransport
import WebSocketWire

@testable import WScopeCommands

@Suite("The sentence and the status of an error")
struct ErrorSentenceTests {
  /// An error that no library documents.
  private struct Surprise: Error, CustomStringConvertible {
    let description = "a\tsurprise"
  }

  static let codes: [(TransportError.Code, Int32)] = [
    (.hostNotFound, 68), (.unreachable, 69), (.connectTimedOut, 75), (.notTrusted, 77), (.tlsFailed, 77),
    (.badCredentials, 66), (.cannotListen, 73),
  ]

  @Test(arguments: codes)
  func transport(code: TransportError.Code, status: Int32) {
    let failure = Failure(TransportError(code, "it broke: \u{1B}[0m") as any Error)
    #expect(failure.status == status)
    #expect(failure.sentence == "it broke: \\x1b[0m")
    #expect(failure.hint == nil)
  }

  @Test func usage() {
    let failure = Failure(UsageError("a URL has no \u{7}") as any Error)
    #expect(failure.status == 64 && failure.sentence == "a URL has no \\x07")
  }

  @Test func aFailureStaysAsItIs() {
    let failure = Failure(Failure(.lost, "gone", hint: "try again", details: ["one"]) as any Error)
    #expect(failure.status == 80 && failure.sentence == "gone")
    #expect(failure.hint == "try again" && failure.details == ["one"])
  }

  @Test func anythingElseIsOurFault() {
    let failure = Failure(Surprise() as any Error)
    #expect(failure.status == 70 && failure.sentence == "a\\x09surprise")
  }

  @Test func aFileThatCannotBeRead() {
    let failure = Failure(noInput: "notes.txt", ENOENT)
    #expect(failure.status == 66)
    #expect(failure.sentence == "notes.txt cannot be read: no such file or directory")
  }

  @Test func nothingIsLongerThanAThousandCharactersOrSixtyLines() {
    let long = String(repeating: "x", count: 1001)
    let clipped = String(repeating: "x", count: 1000) + "... (1 more characters)"
    let failure = Failure(.lost, long, hint: long, details: [String](repeating: long, count: 62))
    #expect(failure.sentence == clipped && failure.hint == clipped)
    #expect(failure.details == [String](repeating: clipped, count: 60) + ["... (2 more lines)"])
  }
}

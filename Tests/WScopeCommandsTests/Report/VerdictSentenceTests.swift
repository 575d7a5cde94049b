import SystemCalls
import Testing
import WebSocketConversation
import WebSocketWire

@testable import WScopeCommands

@Suite("The sentence and the status of a verdict")
struct VerdictSentenceTests {
  static let failures: [(Verdict, Int32, String, String?)] = [
    (
      .repliesMissing(expected: 1, received: 0, sent: 1, within: .seconds(10)), 75,
      "no reply within 10 s (sent 1 message, received 0); the connection was still open on their side",
      "wait longer with --timeout"
    ),
    (
      .repliesMissing(expected: 3, received: 2, sent: 3, within: .milliseconds(500)), 75,
      "only 2 of 3 replies within 500 ms (sent 3 messages, received 2); the connection was still open on their side",
      "wait longer with --timeout, or expect fewer with --expect"
    ),
    (
      .repliesMissing(expected: 2, received: 1, sent: 1, within: nil), 75,
      "h:1 closed the connection before all replies were there (sent 1 message, expected 2, received 1)", nil
    ),
    (
      .noReply(sent: 0, within: .seconds(2)), 75,
      "no message within 2 s; the connection was still open on their side", "wait longer with --timeout"
    ),
    (
      .noReply(sent: 2, within: .seconds(2)), 75,
      "no reply within 2 s after the last message (sent 2 messages); the connection was still open on their side",
      "wait longer with --timeout"
    ),
    (
      .inputLeft, 75,
      "h:1 closed the connection while there was still input to send, and the rest was not sent", nil
    ),
    (.messageCut, 75, "h:1 closed the connection inside a fragmented message, whose end never came", nil),
    (.stalled, 75, "h:1 stopped reading: what was sent last has not left within 10 s", nil),
    (
      .noPong(within: .seconds(20)), 75, "h:1 did not answer a Ping within 20 s, and sent nothing else",
      "give it more time with --ping-timeout"
    ),
    (.idle(.seconds(3)), 75, "no message passed for 3 s, the limit of --idle-timeout", nil),
    (.timeIsUp(.milliseconds(500)), 75, "the run was not over after 500 ms, the limit of --max-time", nil),
    (.interrupted(SIGINT), 130, "ended by signal 2", nil),
    (.interrupted(SIGTERM), 143, "ended by signal 15", nil),
    (.outputLost(.failed(ENOSPC)), 74, "the output cannot be written: no space left on device", nil),
    (.ended(.abandoned), 130, "the connection to h:1 was given up before it was closed", nil),
  ]

  @Test(arguments: failures)
  func failure(verdict: Verdict, status: Int32, sentence: String, hint: String?) {
    let failure = Failure(verdict, place: "h:1", isSecure: false)
    #expect(failure?.status == status)
    #expect(failure?.sentence == sentence)
    #expect(failure?.hint == hint)
    #expect(failure?.details == [])
  }

  @Test func tellsOfMessagesThatAreNoReplies() {
    let failure = Failure(
      .repliesMissing(expected: 1, received: 0, sent: 1, within: .seconds(10)), place: "h:1", isSecure: false,
      passedOver: 3)
    #expect(
      failure?.sentence
        == "no reply within 10 s (sent 1 message, received 0, and 3 others that are no reply); the connection was still open"
        + " on their side")
  }

  @Test(arguments: [.done, .outputLost(.brokenPipe)] as [Verdict])
  func isNone(verdict: Verdict) { #expect(Failure(verdict, place: "h:1", isSecure: true) == nil) }
}

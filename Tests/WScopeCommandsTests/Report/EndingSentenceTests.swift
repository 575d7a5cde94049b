import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite("The sentence and the status of a connection's end")
struct EndingSentenceTests {
  private static func violation(_ rule: Rule, at offset: UInt64, _ evidence: [UInt8], _ words: String)
    -> ConnectionEnd
  {
    .violated(Violation(rule, frameOffset: offset, range: 1..<2, evidence: evidence, words: words))
  }

  /// The end, its status, sentence and hint.
  static let ends: [(ConnectionEnd, Int32, String, String?)] = [
    (
      .closed(ClosePayload(code: .internalError, reason: "oops"), by: .server), 79,
      "h:1 closed the connection with 1011 internal error: oops", nil
    ),
    (.closed(ClosePayload(), by: .server), 79, "h:1 closed the connection with no code", nil),
    (
      .closed(ClosePayload(code: .policyViolation, reason: ""), by: .client), 79,
      "we closed the connection with 1008 policy violation", nil
    ),
    (
      .closed(ClosePayload(code: CloseCode(rawValue: 4000), reason: "a\u{1B}[2Jb"), by: .server), 79,
      "h:1 closed the connection with 4000 private use: a\\x1b[2Jb", nil
    ),
    (
      .lost(duringHandshake: true, unfinished: nil), 80,
      "h:1 ended the stream without an answer to the opening handshake",
      "does the port want wss://, or the server a subprotocol (-s)?"
    ),
    (.lost(duringHandshake: false, unfinished: nil), 80, "h:1 ended the stream without a Close frame", nil),
    (
      .lost(duringHandshake: false, unfinished: .header([0x81], offset: 4, missing: 1)), 80,
      "h:1 ended the stream without a Close frame, inside a header: 81, at least 1 byte missing", nil
    ),
    (.abandoned, 130, "the connection to h:1 was given up before it was closed", nil),
    (
      .closeIgnored, 75,
      "h:1 went on sending after our Close frame and did not answer it, so the connection was dropped", nil
    ),
    (
      .timedOut(.handshake), 75, "h:1 did not complete the opening handshake in time",
      "give it more time with --handshake-timeout; does it speak WebSocket?"
    ),
    (
      .timedOut(.refusal), 75, "h:1 did not complete the opening handshake in time",
      "give it more time with --handshake-timeout; does it speak WebSocket?"
    ),
    (
      .timedOut(.close), 75, "h:1 did not answer our Close frame in time",
      "give it more time with --close-timeout"
    ),
    (
      .timedOut(.streamEnd), 75, "h:1 did not answer our Close frame in time",
      "give it more time with --close-timeout"
    ),
    (
      violation(.frameTooBig, at: 6, [0x82], "2000 bytes, 1000 accepted"), 76,
      "h:1 sent more than is accepted (frame-too-big): 2000 bytes, 1000 accepted; we closed with 1009",
      "raise --max-frame"
    ),
    (
      violation(.messageTooBig, at: 6, [], "2000 bytes, 1000 accepted"), 76,
      "h:1 sent more than is accepted (message-too-big): 2000 bytes, 1000 accepted; we closed with 1009",
      "raise --max-message"
    ),
    (
      violation(.maskForbidden, at: 6, [0x85], "the frame is\u{7} masked"), 76,
      "h:1 broke the protocol: mask-forbidden at byte 7 (85): the frame is\\x07 masked",
      "\(Rule.maskForbidden.clause): \(Rule.maskForbidden.requirement)"
    ),
    (
      violation(.messageInterrupted, at: 0, [], "a message begins inside another"), 76,
      "h:1 broke the protocol: message-interrupted at byte 1: a message begins inside another",
      "\(Rule.messageInterrupted.clause): \(Rule.messageInterrupted.requirement)"
    ),
  ]

  @Test(arguments: ends)
  func isNamed(ending: ConnectionEnd, status: Int32, sentence: String, hint: String?) {
    let failure = Failure(ending, place: "h:1", isSecure: false, detail: nil)
    #expect(failure.status == status)
    #expect(failure.sentence == sentence)
    #expect(failure.hint == hint)
  }

  @Test func aDetailIsEscapedAndInParentheses() {
    let failure = Failure(
      .lost(duringHandshake: false, unfinished: nil), place: "h:1", isSecure: false, detail: "reset\nby peer")
    #expect(failure.sentence == "h:1 ended the stream without a Close frame (reset\\x0aby peer)")
  }

  @Test func aSecureStreamIsNotAskedForWSS() {
    let failure = Failure(
      .lost(duringHandshake: true, unfinished: nil), place: "h:1", isSecure: true, detail: nil)
    #expect(failure.hint == "does the server want a subprotocol (-s)?")
  }

  @Test func ofAListenerTheClientIsThePeer() {
    let body = ClosePayload(code: .internalError, reason: "")
    #expect(
      Failure(.closed(body, by: .client), place: "client 1", isSecure: false, detail: nil, peer: .client)
        .sentence
        == "client 1 closed the connection with 1011 internal error")
    #expect(
      Failure(.closed(body, by: .server), place: "client 1", isSecure: false, detail: nil, peer: .client)
        .sentence
        == "we closed the connection with 1011 internal error")
  }
}

/// Why a connection is over: the true reason, and never an act of the peer that did not happen.
public enum ConnectionEnd: Hashable, Sendable {
  /// Both Close frames were exchanged (RFC 6455 7.1.4); `body` is the first one's, and `by` who sent it.
  case closed(ClosePayload, by: WebSocketRole)
  /// We failed the connection over what the peer did (RFC 6455 7.1.7).
  case violated(Violation)
  /// The server answered the handshake with another status than 101; `body` is the start of what it sent after the head, and
  /// `bodyFault` says what is wrong with its chunks, or that it is incomplete.
  case refused(HTTPHead, body: [UInt8], bodyFault: String? = nil)
  /// What came is not an opening handshake; the report is nil when no head could be read.
  case notWebSocket([Violation], HandshakeReport?, received: [UInt8])
  /// We refused a handshake that keeps the rules, or a request for a page that there is not; `words` say why.
  case declined(HandshakeReport, status: Int, words: String)
  /// We answered a plain GET with our page; the report holds both heads and judges nothing.
  case served(HandshakeReport)
  /// The stream ended with no Close frame from the peer (RFC 6455 7.1.5, code 1006).
  case lost(duringHandshake: Bool, unfinished: FrameDecoder.Remainder?)
  /// We dropped the stream, without a closing handshake or inside one.
  case abandoned
  /// We dropped the stream because the peer went on sending after our Close, far more than was on its way, and did not answer it.
  case closeIgnored
  /// A deadline passed.
  case timedOut(Deadline)

  /// Whether it is a clean close for this end: its own, or the peer's with 1000, 1001 or no code.
  package func isOrderly(for role: WebSocketRole) -> Bool {
    guard case .closed(let body, let closer) = self else { return false }
    return closer == role || [nil, .normalClosure, .goingAway].contains(body.code)
  }

  /// The handshake that did not lead to a connection, where the ending is the first to report it.
  package var handshake: HandshakeReport? {
    switch self {
    case .notWebSocket(_, let report, _): report
    case .declined(let report, _, _), .served(let report): report
    default: nil
    }
  }
}

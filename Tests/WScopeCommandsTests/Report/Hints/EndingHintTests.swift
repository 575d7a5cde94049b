import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite("What to try after a connection that ended")
struct EndingHintTests {
  private static func closed(_ reason: String, by role: WebSocketRole = .server) -> ConnectionEnd {
    .closed(ClosePayload(code: .unsupportedData, reason: reason), by: role)
  }

  private static let binary = "does it want binary messages (--binary)?"
  private static let text = "does it want text messages? They are sent without --binary"

  /// The end, the kind of our messages, and the hint.
  static let closings: [(ConnectionEnd, MessageKind?, String?)] = [
    (closed("text not supported"), .text, binary), (closed(""), .text, binary),
    (closed("Only binary frames"), .text, binary), (closed("only text"), .binary, text),
    (closed(""), .binary, text), (closed("unknown command"), .text, nil), (closed("text"), nil, nil),
    (closed("text", by: .client), .text, nil),
    (.closed(ClosePayload(code: .policyViolation, reason: "text"), by: .server), .text, nil),
    (.lost(duringHandshake: false, unfinished: nil), .text, nil),
  ]

  @Test(arguments: closings)
  func ofAKind(ending: ConnectionEnd, sent: MessageKind?, hint: String?) {
    #expect(EndingHint.sentence(ending, isSecure: false, sent: sent) == hint)
  }

  @Test(arguments: [
    (false, false, "does the port want wss://, or the server a subprotocol (-s)?"),
    (false, true, "does the port want wss://?"), (true, false, "does the server want a subprotocol (-s)?"),
    (true, true, nil),
  ])
  func ofASilentServer(isSecure: Bool, offersSubprotocol: Bool, hint: String?) {
    let lines = ["GET / HTTP/1.1"] + (offersSubprotocol ? ["Sec-WebSocket-Protocol: chat"] : [])
    let request = HTTPHead(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
    #expect(
      EndingHint.sentence(
        .lost(duringHandshake: true, unfinished: nil), isSecure: isSecure, request: request) == hint)
  }

  @Test func aClientIsGivenNone() {
    #expect(EndingHint.sentence(Self.closed("text"), isSecure: false, sent: .text, peer: .client) == nil)
  }
}

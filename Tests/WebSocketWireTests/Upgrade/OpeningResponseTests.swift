import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 4.2.2: the server's answer")
struct OpeningResponseTests {
  @Test("101, byte by byte")
  func accept() {
    #expect(OpeningResponse.accept(key: Openings.key, subprotocol: nil).bytes == Openings.response)
    let head = OpeningResponse.accept(key: Openings.key, subprotocol: "chat")
    #expect(head.fields("sec-websocket-protocol").map(\.value) == ["chat"])
  }
}

import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 4.2.2: the server's answers")
struct OpeningResponseTests {
  @Test("101, byte by byte")
  func accept() {
    #expect(OpeningResponse.accept(key: Openings.key, subprotocol: nil).bytes == Openings.response)
    let head = OpeningResponse.accept(key: Openings.key, subprotocol: "chat")
    #expect(head.fields("sec-websocket-protocol").map(\.value) == ["chat"])
  }

  @Test("a refusal says how long its body is, counted in bytes")
  func refuse() {
    let bytes = OpeningResponse.refuse(status: "400 Bad Request", fields: ["X: y"], sentence: "é")
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nX: y\r\n"
        + "Content-Length: 3\r\n\r\né\n")
  }
}

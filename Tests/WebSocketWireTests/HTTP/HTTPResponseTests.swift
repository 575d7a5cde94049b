import Testing
import WebSocketWire

@Suite("RFC 9112 4: a response that is not an upgrade")
struct HTTPResponseTests {
  @Test("its length is counted in bytes, and HEAD gets the head alone")
  func bytes() throws {
    let response = HTTPResponse(.badRequest, fields: [try HTTPField("X: y")], body: "é\n")
    let head =
      "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nX: y\r\n"
      + "Content-Length: 3\r\n\r\n"
    #expect(String(decoding: response.bytes(), as: UTF8.self) == head + "é\n")
    #expect(String(decoding: response.bytes(for: "HEAD"), as: UTF8.self) == head)
  }

  @Test("a status without a phrase keeps the space before it, and a Content-Type replaces ours")
  func bare() throws {
    let response = HTTPResponse(HTTPStatus(418), fields: [try HTTPField("content-type: a/b")])
    #expect(
      String(decoding: response.head.bytes, as: UTF8.self)
        == "HTTP/1.1 418 \r\nConnection: close\r\ncontent-type: a/b\r\nContent-Length: 0\r\n\r\n")
  }

  @Test("RFC 9112 6.3: after 1xx, 204 and 304 there is no content, and no field that frames or describes it")
  func withoutContent() {
    for (code, phrase) in [(103, ""), (204, ""), (304, "")] {
      let response = HTTPResponse(HTTPStatus(code), body: "words\n")
      let head = "HTTP/1.1 \(code) \(phrase)\r\nConnection: close\r\n\r\n"
      #expect(String(decoding: response.bytes(), as: UTF8.self) == head)
    }
    #expect(HTTPStatus(205).hasContent && HTTPStatus(404).hasContent)
  }
}

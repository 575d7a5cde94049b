import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 4.1: the client's request")
struct OpeningRequestTests {
  private static func text(
    _ url: String, subprotocols: [String] = [], headers: [String] = []
  ) throws -> String {
    let lines = try headers.map { try HTTPField($0) }
    let request = try OpeningRequest(
      url: WebSocketURL(url), key: Openings.key, subprotocols: subprotocols, headers: lines)
    return String(decoding: request.head.bytes, as: UTF8.self)
  }

  @Test("the plain request, byte by byte")
  func plain() throws {
    #expect(try Self.text("ws://server.example/chat") == String(decoding: Openings.request, as: UTF8.self))
  }

  @Test("it holds what its own rules require, whatever is added")
  func rules() throws {
    let text = try Self.text(
      "wss://u:p@[::1]:9/?q", subprotocols: ["chat", "superchat"],
      headers: ["Origin: http://a", "X: y", "X: z"])
    let report = HandshakeRules.check(request: HTTPHead(Array(text.utf8)))
    #expect(report.failed.isEmpty)
    #expect(text.hasPrefix("GET /?q HTTP/1.1\r\nHost: [::1]:9\r\n"))
    #expect(text.contains("\r\nSec-WebSocket-Protocol: chat, superchat\r\n"))
    #expect(text.contains("\r\nAuthorization: Basic dTpw\r\n"))
    #expect(text.hasSuffix("\r\nOrigin: http://a\r\nX: y\r\nX: z\r\n\r\n"))
  }

  @Test("the user's Host and Authorization are in place of ours")
  func replaced() throws {
    let text = try Self.text("ws://u:p@a/", headers: ["host: b", "authorization: Bearer c"])
    #expect(!text.contains("Host: a") && !text.contains("Basic"))
    #expect(text.contains("\r\nhost: b\r\nauthorization: Bearer c\r\n"))
  }

  @Test("a field of the handshake is replaced by the user's, in its letter case and with its value")
  func forged() throws {
    let text = try Self.text(
      "ws://a",
      headers: [
        "UPGRADE: x", "connection: close", "Sec-WebSocket-Version: 8", "sec-websocket-extensions: x",
        "Sec-WebSocket-Version: 9",
      ])
    #expect(
      text
        == "GET / HTTP/1.1\r\nHost: a\r\nSec-WebSocket-Key: \(Openings.key)\r\nUPGRADE: x\r\nconnection: close\r\n"
        + "Sec-WebSocket-Version: 8\r\nsec-websocket-extensions: x\r\nSec-WebSocket-Version: 9\r\n\r\n")
  }

  @Test("a key of the user's own is the one that the answer is held against")
  func ownKey() throws {
    let request = try OpeningRequest(
      url: WebSocketURL("ws://a"), key: "other",
      headers: [try HTTPField("sec-websocket-key: \(Openings.key)")])
    #expect(request.key == Openings.key)
    let report = HandshakeRules.check(
      response: OpeningResponse.accept(key: Openings.key, subprotocol: nil), to: request.head)
    #expect(report.failed.isEmpty)
  }

  @Test("a field of the handshake can be left out, and the method be another")
  func leftOut() throws {
    let request = try OpeningRequest(
      url: WebSocketURL("ws://u:p@a"), method: "OPTIONS", key: Openings.key,
      omittedFields: ["Host", "upgrade", "AUTHORIZATION", "Sec-WebSocket-Key", "x"])
    #expect(
      String(decoding: request.head.bytes, as: UTF8.self)
        == "OPTIONS / HTTP/1.1\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n")
  }

  @Test("a method is a token", arguments: ["", "GET /", "G\r\nX", "Ü"])
  func method(_ method: String) {
    #expect(throws: UsageError.self) {
      try OpeningRequest(url: WebSocketURL("ws://a"), method: method, key: Openings.key)
    }
  }

  @Test(
    "a field that announces content, or a Host that is not one, is refused",
    arguments: [
      "Content-Length: 5", "Transfer-Encoding: chunked", "Host: a b", "Host: [::1", "Host:",
      "Expect: 100-continue", "expect: tea",
    ])
  func refused(_ line: String) {
    #expect(throws: UsageError.self) { try Self.text("ws://a", headers: [line]) }
  }

  @Test(
    "RFC 9110 5.3: a field that is not a list is refused twice",
    arguments: ["Authorization", "Cookie", "Host", "Origin", "User-Agent", "Referer", "Content-Type"])
  func twice(_ name: String) throws {
    let error = #expect(throws: UsageError.self) {
      try Self.text("ws://a", headers: ["\(name): a", "X: y", "\(name.lowercased()): a"])
    }
    #expect(error?.description == "\(name.lowercased()) is given twice, and a head has one (RFC 9110 5.3)")
    _ = try Self.text("ws://a", headers: ["\(name): a", "Accept-Language: a", "Accept-Language: b"])
  }

  @Test(
    "subprotocols are tokens, each once, and said in one way",
    arguments: [["a b"], [""], ["a,b"], ["a", "a"], ["a\r\nb"]])
  func subprotocols(_ names: [String]) {
    #expect(throws: UsageError.self) { try Self.text("ws://a", subprotocols: names) }
  }

  @Test("a subprotocol may come by a header instead, but not by both")
  func byHeader() throws {
    let line = try HTTPField("Sec-WebSocket-Protocol: chat, other")
    let request = try OpeningRequest(url: WebSocketURL("ws://a"), key: Openings.key, headers: [line])
    #expect(request.offeredSubprotocols == ["chat", "other"])
    #expect(throws: UsageError.self) {
      try OpeningRequest(
        url: WebSocketURL("ws://a"), key: Openings.key, subprotocols: ["chat"], headers: [line])
    }
  }
}

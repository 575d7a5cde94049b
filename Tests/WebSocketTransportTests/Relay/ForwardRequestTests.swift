import Testing
import WebSocketWire
import WireTestSupport

@testable import WebSocketTransport

@Suite("What a client asks a forward proxy for, however it is cut")
struct ForwardRequestTests {
  /// The outcome of bytes in pieces of this many, with what came after the outcome as the bytes of it.
  private static func outcome(of text: String, by size: Int, credentials: String? = nil)
    -> ForwardRequest.Outcome
  {
    var request = ForwardRequest(credentials: credentials.map { Array($0.utf8) })
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: size) {
      let piece = Array(bytes[start..<min(bytes.count, start + size)])
      switch request.receive(piece.span.bytes) {
      case .incomplete: continue
      case .wanted(let url, let isTunnel, let bytes):
        return .wanted(url, isTunnel: isTunnel, bytes: bytes + Array(text.utf8)[(start + piece.count)...])
      case .refused(let status, let words): return .refused(status, words)
      }
    }
    return .incomplete
  }

  @Test("CONNECT is for a tunnel, and what follows it is the server's", arguments: [1, 10, 1000])
  func tunnel(size: Int) throws {
    let request = "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n"
    #expect(
      Self.outcome(of: request + "rest", by: size)
        == .wanted(try WebSocketURL("ws://example.com:443/"), isTunnel: true, bytes: Array("rest".utf8)))
    #expect(Self.outcome(of: String(request.dropLast()), by: size) == .incomplete)
  }

  @Test("a request in absolute form becomes one that its server expects", arguments: [1, 1000])
  func absolute(size: Int) throws {
    let fields = "HOST: a.test\r\nX:  1\r\n"
    let upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n"
    let proxy = "Proxy-Connection: keep-alive\r\nProxy-Authorization: Basic bWU6UXo5\r\n"
    let url = try WebSocketURL("ws://a.test:8080/")
    #expect(
      Self.outcome(
        of: "GET HTTP://a.test:8080/chat?x HTTP/1.1\r\n\(fields)\(proxy)\(upgrade)\r\n", by: size,
        credentials: "me:Qz9")
        == .wanted(
          url, isTunnel: false, bytes: Array("GET /chat?x HTTP/1.1\r\n\(fields)\(upgrade)\r\n".utf8)))
    #expect(
      Self.outcome(of: "POST http://a.test:8080?x HTTP/1.1\r\n\(fields)Content-Length: 1\r\n\r\nb", by: size)
        == .wanted(
          url, isTunnel: false,
          bytes: Array(
            "POST /?x HTTP/1.1\r\n\(fields)Content-Length: 1\r\nConnection: close\r\n\r\nb".utf8)))
  }

  @Test(
    "anything else is refused",
    arguments: [
      ("GET / HTTP/1.1\r\n\r\n", 400), ("CONNECT example.com HTTP/1.1\r\n\r\n", 400),
      ("CONNECT me@h:1 HTTP/1.1\r\n\r\n", 400), ("CONNECT h:99999 HTTP/1.1\r\n\r\n", 400),
      ("GET http://me:x@h/ HTTP/1.1\r\n\r\n", 400), ("GET https://h/ HTTP/1.1\r\n\r\n", 400),
      ("GET http:/// HTTP/1.1\r\n\r\n", 400), ("hello\r\n\r\n", 400),
      ("GET http://h/ HTTP/1.1\r\nX: " + String(repeating: "x", count: 70_000), 431),
    ])
  func refused(request: String, status: Int) {
    guard case .refused(let found, _) = Self.outcome(of: request, by: 1000) else {
      Issue.record("\(request.prefix(40)) is not refused")
      return
    }
    #expect(found.code == status)
  }

  @Test(
    "credentials are demanded of every request",
    arguments: [
      "", "Proxy-Authorization: Basic bWU6UXo4\r\n", "Proxy-Authorization: Bearer bWU6UXo5\r\n",
      "Authorization: Basic bWU6UXo5\r\n",
      "Proxy-Authorization: Basic bWU6UXo5\r\nProxy-Authorization: Basic bWU6UXo5\r\n",
    ])
  func credentials(field: String) {
    let request = "CONNECT h:1 HTTP/1.1\r\n\(field)\r\n"
    guard case .refused(let status, _) = Self.outcome(of: request, by: 1000, credentials: "me:Qz9") else {
      Issue.record("not refused")
      return
    }
    #expect(status.code == 407)
  }
}

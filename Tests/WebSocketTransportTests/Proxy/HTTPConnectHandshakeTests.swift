import Testing
import WebSocketWire

@testable import WebSocketTransport

@Suite("RFC 9110 9.3.6: CONNECT, without a socket")
struct HTTPConnectHandshakeTests {
  private static func progress(_ answer: String, pieces size: Int = .max) -> ProxyProgress {
    var handshake = HTTPConnectHandshake(host: "h.test", port: 80, proof: nil)
    var rest = Array(answer.utf8)[...]
    var progress = ProxyProgress.incomplete
    while !rest.isEmpty {
      if case .open(let before) = progress {
        progress = .open(rest: before + rest)
        break
      }
      progress = handshake.receive(rest.prefix(min(size, rest.count)))
      rest = rest.dropFirst(min(size, rest.count))
    }
    return progress
  }

  @Test("the request")
  func request() throws {
    let plain = HTTPConnectHandshake(host: "h.test", port: 8080, proof: "Basic eDp5")
    #expect(
      String(decoding: plain.greeting, as: UTF8.self)
        == "CONNECT h.test:8080 HTTP/1.1\r\nHost: h.test:8080\r\nProxy-Authorization: Basic eDp5\r\n\r\n")
    let own = HTTPConnectHandshake(
      host: "fe80::1%eth0", port: 443, proof: "Basic eDp5",
      headers: [try HTTPField("proxy-authorization: Bearer t"), try HTTPField("User-Agent: u")])
    #expect(
      String(decoding: own.greeting, as: UTF8.self)
        == "CONNECT [fe80::1]:443 HTTP/1.1\r\nHost: [fe80::1]:443\r\nproxy-authorization: Bearer t\r\nUser-Agent: u\r\n\r\n"
    )
  }

  @Test(
    "a tunnel follows any status of 200 to 299, and interim answers are passed over", arguments: [1, 7, 1000])
  func open(size: Int) {
    let answers = [
      "HTTP/1.1 200 Connection established\r\n\r\n", "HTTP/1.0 200 OK\r\nContent-Length: 99\r\n\r\n",
      "HTTP/1.1 204\r\nTransfer-Encoding: chunked\r\n\r\n",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 299 x\r\n\r\n",
    ]
    for answer in answers {
      #expect(Self.progress(answer + "rest", pieces: size) == .open(rest: Array("rest".utf8)), "\(answer)")
      #expect(Self.progress(String(answer.dropLast()), pieces: size) == .incomplete, "\(answer)")
    }
  }

  @Test("a refusal has its words, as far as they are announced", arguments: [1, 7, 1000])
  func refused(size: Int) {
    let head = "HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\n"
    #expect(
      Self.progress(head + "nope", pieces: size)
        == .failed(.refused(HTTPHead(Array(head.utf8)), body: Array("nope".utf8), fault: nil)))
    #expect(Self.progress(head + "no", pieces: size) == .awaitsBody)
  }

  @Test("what a stream's end means")
  func end() {
    var handshake = HTTPConnectHandshake(host: "h", port: 1, proof: nil)
    #expect(handshake.receiveEnd("x") == .lost("x"))
    _ = handshake.receive("HTTP/1.1 2".utf8)
    #expect(handshake.receiveEnd(nil) == .cut(nil))
    var cut = HTTPConnectHandshake(host: "h", port: 1, proof: nil)
    let head = "HTTP/1.1 502 Bad\r\nContent-Length: 4\r\n\r\n"
    _ = cut.receive((head + "a").utf8)
    guard case .refused(_, let body, let fault?) = cut.receiveEnd(nil) else {
      Issue.record("no refusal")
      return
    }
    #expect(body == Array("a".utf8) && fault.contains("1 of 4 bytes"))
  }

  @Test(
    "what is not HTTP is seen at its first byte that cannot be",
    arguments: [
      "SSH-2.0-x", "\u{15}\u{3}\u{1}", "\u{5}\u{0}", "HTTP/2 200\r\n", "http/1.1", "HTTP/1.1 xx\r\n\r\n",
      "HTTP/1.1 2000\r\n\r\n",
    ])
  func notHTTP(_ answer: String) {
    guard case .failed(.notUnderstood(let bytes)) = Self.progress(answer) else {
      Issue.record("\(Self.progress(answer))")
      return
    }
    #expect(Array(answer.utf8).starts(with: bytes.prefix(4)))
  }

  @Test("a head without an end is given up at 64 KiB")
  func tooBig() {
    #expect(
      Self.progress("HTTP/1.1 200 OK\r\nA: " + String(repeating: "a", count: 70_000), pieces: 4096)
        == .failed(.headTooBig))
  }
}

import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite("The sentence and the status of a refused upgrade")
struct RefusalSentenceTests {
  private static func refused(_ head: String, _ body: String = "") -> Failure {
    Failure(
      .refused(HTTPHead(Array((head + "\r\n\r\n").utf8)), body: Array(body.utf8)), place: "h:1",
      isSecure: false, detail: nil)
  }

  private static let credentials =
    "it wants credentials: --auth USER:PASSWORD, or -H 'Authorization: ...'"

  /// The status line, what of it is reported, and the hint.
  static let answers: [(String, String, String?)] = [
    ("HTTP/1.1 200 OK", "200 OK", "is the path right?"),
    ("HTTP/1.1 404 Not Found", "404 Not Found", "is the path right?"),
    ("HTTP/1.1 405 Method Not Allowed", "405 Method Not Allowed", "is the path right?"),
    (
      "HTTP/1.1 302 Found\r\nLocation: wss://u:p@h/x", "302 Found",
      "it points to wss://***@h/x, and -L follows it"
    ),
    ("HTTP/1.1 301 Moved", "301 Moved", nil),
    ("HTTP/1.1 401 Unauthorized", "401 Unauthorized", credentials),
    (
      "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=x", "401 No",
      "it wants credentials by Digest: --auth USER:PASSWORD"
    ),
    (
      "HTTP/1.1 401 No\r\nWWW-Authenticate: Bearer realm=x", "401 No",
      "it wants a token of the scheme Bearer: --bearer TOKEN"
    ),
    (
      "HTTP/1.1 401 No\r\nWWW-Authenticate: Negotiate", "401 No",
      "it wants credentials of the scheme Negotiate: -H 'Authorization: ...'"
    ),
    (
      "HTTP/1.1 407 Proxy", "407 Proxy",
      "a proxy wants credentials: -H 'Proxy-Authorization: Basic ...', by the scheme that it names"
    ),
    ("HTTP/1.1 403 Forbidden", "403 Forbidden", "does it want another origin (--origin) or a token (-H)?"),
    (
      "HTTP/1.1 426 Upgrade Required", "426 Upgrade Required",
      "it wants another version of the protocol than 13, or a subprotocol (-s)"
    ),
    ("HTTP/1.1 500", "500", nil),
    ("HTTP/2 500 Oops", "HTTP/2 500 Oops", nil),
    ("HTTP/1.1 503 a\u{7}b", "503 a\\x07b", nil),
    ("HTTP/1.1 400 Bad\r\nContent-Type: text/html; charset=utf-8", "400 Bad", nil),
  ]

  @Test func isAPageOnlyWithAPage() {
    let failure = Self.refused("HTTP/1.1 400 Bad\r\nContent-Type: text/html", "<p>no</p>")
    #expect(failure.sentence.contains("answered 400 Bad with a web page, expected"))
  }

  @Test(arguments: answers)
  func isNamed(head: String, told: String, hint: String?) {
    let failure = Self.refused(head)
    #expect(failure.status == 78)
    #expect(
      failure.sentence == "the upgrade was refused: h:1 answered \(told), expected 101 Switching Protocols")
    #expect(failure.hint == hint)
  }

  @Test(arguments: [
    "Bad Request: the client is not using the websocket protocol", "Missing Upgrade header",
  ])
  func saysThatTheUpgradeWasDropped(content: String) {
    #expect(
      Self.refused("HTTP/1.1 400 Bad Request", content).hint
        == "it did not see the Upgrade field that was sent: a proxy between may drop it")
    #expect(Self.refused("HTTP/1.1 400 Bad Request", "bad cookie").hint == nil)
  }

  @Test func showsTheHeadWithoutSecretsAndTheBody() {
    let failure = Self.refused("HTTP/1.1 403 No\r\nSet-Cookie: id=secret\r\nX: y", "one\r\ntwo\n\n")
    #expect(failure.details == ["HTTP/1.1 403 No", "Set-Cookie: ***", "X: y", "", "one", "two"])
  }

  /// Fields of an answer, and what is said of them.
  static let oddities: [(String, String)] = [
    ("X: a\r\n b", "(the field X is folded onto another line (RFC 9112 5.2))"),
    ("X: a\u{1}b", "(the value of X holds a control character (RFC 9110 5.5))"),
    (
      "Content-Length: 1\r\nContent-Length: 2",
      "(Content-Length is \"1, 2\", expected one number of bytes (RFC 9110 8.6))"
    ),
    (
      "Content-Length: x",
      "(Content-Length is \"x\", expected a number of bytes in decimal digits (RFC 9110 8.6))"
    ),
  ]

  @Test(arguments: oddities)
  func whatIsOddAboutTheHeadIsSaid(fields: String, remark: String) {
    #expect(Self.refused("HTTP/1.1 403 No\r\n\(fields)").details.last == remark)
  }

  @Test func ofALongBodyTenLinesAreShown() {
    let failure = Self.refused("HTTP/1.1 403 No", (1...12).map { "\($0)\n" }.joined())
    #expect(failure.details == ["HTTP/1.1 403 No", ""] + (1...10).map { "\($0)" } + ["..."])
  }

  @Test func ofALongLineAKibibyteIsShown() {
    let failure = Self.refused("HTTP/1.1 403 No", String(repeating: "a", count: 2000))
    #expect(failure.details.last == "...")
    #expect(failure.details[2] == String(repeating: "a", count: 1000) + "... (24 more characters)")
  }

  private static func violation(_ rule: Rule, _ words: String) -> Violation {
    Violation(rule, frameOffset: 0, range: 0..<0, evidence: [], words: words)
  }

  /// Which rules broke, what came, and the status, sentence and hint.
  static let strangers: [([Violation], [UInt8], Int32, String, String?)] = [
    (
      [violation(.notHTTP, "x")], Array("SSH-2.0\r\n".utf8), 81,
      "not a WebSocket server: h:1 does not speak HTTP, it sent: SSH-2.0\\x0d\\x0a", nil
    ),
    (
      [violation(.notHTTP, "x")], [0x15, 3, 3, 0, 2, 2, 40], 81,
      "not a WebSocket server: the answer of h:1 begins with a TLS record (15 03 03)", "try wss://"
    ),
    (
      [violation(.notHTTP, "the line is cut")], Array("HTTP/1.1".utf8), 81,
      "not a WebSocket server: h:1 answered, but the line is cut (\(Rule.notHTTP.clause))", nil
    ),
    (
      [violation(.accept, "Sec-WebSocket-Accept is missing"), violation(.controlCharacter, "a warning")], [],
      81,
      "not a WebSocket server: h:1 answered 101, but Sec-WebSocket-Accept is missing (\(Rule.accept.clause))",
      nil
    ),
    (
      [violation(.subprotocol, "chat was not offered"), violation(.ext, "x-a was not offered")], [], 76,
      "h:1 broke the opening handshake: chat was not offered (\(Rule.subprotocol.clause));"
        + " x-a was not offered (\(Rule.ext.clause))", nil
    ),
  ]

  @Test(arguments: strangers)
  func whatIsNoHandshake(
    violations: [Violation], received: [UInt8], status: Int32, sentence: String, hint: String?
  ) {
    let failure = Failure(
      .notWebSocket(violations, nil, received: received), place: "h:1", isSecure: false, detail: nil)
    #expect(failure.status == status)
    #expect(failure.sentence == sentence)
    #expect(failure.hint == hint)
  }
}

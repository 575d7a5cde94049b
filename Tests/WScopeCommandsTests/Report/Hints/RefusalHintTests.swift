import Testing
import WebSocketWire

@testable import WScopeCommands

@Suite("What to try after a refusal, by the answer and by what was asked")
struct RefusalHintTests {
  private static func head(_ lines: [String]) -> HTTPHead {
    HTTPHead(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
  }

  private static let upgrade = "Upgrade: websocket"
  private static let dropped = "it did not see the Upgrade field that was sent: a proxy between may drop it"
  private static let common =
    "is the path right? Common ones are /ws, /websocket, /socket, /graphql, and /socket.io/?EIO=4&transport=websocket"

  /// The request, the answer, its content, and the hint.
  static let rows: [([String], [String], String, String?)] = [
    (["GET / HTTP/1.1", upgrade], ["HTTP/1.1 404 Not Found"], "", common),
    (["GET /?a=1 HTTP/1.1", upgrade], ["HTTP/1.1 404 Not Found"], "", common),
    (["GET /ws HTTP/1.1", upgrade], ["HTTP/1.1 404 Not Found"], "", "is the path right?"),
    (["GET / HTTP/1.1", upgrade], ["HTTP/1.1 405 No"], "", "is the path right?"),
    (["GET / HTTP/1.1", upgrade], ["HTTP/1.1 400 No"], "Missing Upgrade header", dropped),
    (["GET / HTTP/1.1"], ["HTTP/1.1 400 No"], "Missing Upgrade header", nil),
    (["GET / HTTP/1.1", upgrade], ["HTTP/1.1 400 No"], "Please upgrade your plan: quota exceeded", nil),
    (
      ["GET / HTTP/1.1", upgrade], ["HTTP/1.1 426 No", "Upgrade: websocket"], "missing Connection header.",
      dropped
    ),
    (
      ["GET / HTTP/1.1"], ["HTTP/1.1 401 No", "WWW-Authenticate: Digest realm=r, nonce=n"], "",
      "it wants credentials by Digest: --auth USER:PASSWORD"
    ),
    (
      ["GET / HTTP/1.1", upgrade], ["HTTP/1.1 400 No"], "no common subprotocol",
      "does it want a subprotocol (-s)?"
    ),
    (
      ["GET / HTTP/1.1", upgrade, "Sec-WebSocket-Protocol: a"], ["HTTP/1.1 400 No"],
      "no common subprotocol", nil
    ),
    (["GET / HTTP/1.1", upgrade], ["HTTP/1.1 426 No"], "Upgrade Required", dropped),
    (
      ["GET / HTTP/1.1", upgrade], ["HTTP/1.1 426 No", "Sec-WebSocket-Version: 13"],
      "Upgrade is missing", dropped
    ),
    (
      ["GET / HTTP/1.1", upgrade], ["HTTP/1.1 426 No", "Sec-WebSocket-Version: 8"], "Upgrade Required",
      "it speaks version 8 of the protocol, and wscope 13"
    ),
    (
      ["GET / HTTP/1.1", upgrade], ["HTTP/1.1 400 Bad Request"],
      "<center>The plain HTTP request was sent to HTTPS port</center>", "the port speaks TLS: try wss://"
    ),
    (
      ["GET / HTTP/1.1", upgrade], ["HTTP/1.0 400 Bad Request"],
      "Client sent an HTTP request to an HTTPS server.", "the port speaks TLS: try wss://"
    ),
    (
      ["GET / HTTP/1.1", upgrade], ["HTTP/1.1 400 Bad Request"], "No required SSL certificate was sent",
      "it demands a certificate of ours: --cert FILE and --key FILE"
    ),
    (
      ["GET / HTTP/1.1", upgrade], ["HTTP/1.1 400 Bad Request"], "The SSL certificate error",
      "it does not accept our certificate: give one that it does with --cert FILE and --key FILE"
    ),
    (
      ["GET / HTTP/1.1", upgrade], ["HTTP/1.1 426 No", "Sec-WebSocket-Version: 13"], "no",
      "it speaks version 13 of the protocol, so does it want a subprotocol (-s)?"
    ),
    (
      ["GET / HTTP/1.1"], ["HTTP/1.1 401 No", "WWW-Authenticate: Basic realm=r"], "",
      "it wants credentials: --auth USER:PASSWORD, or -H 'Authorization: ...'"
    ),
    (
      ["GET / HTTP/1.1", "Authorization: Basic eDp5"],
      ["HTTP/1.1 401 No", "WWW-Authenticate: Basic realm=r"], "",
      "it does not accept the credentials that it was given"
    ),
    (
      ["GET / HTTP/1.1", "Authorization: Basic eDp5"], ["HTTP/1.1 401 No"], "",
      "it does not accept the credentials that it was given"
    ),
    (
      ["GET / HTTP/1.1", "Authorization: Bearer t"],
      ["HTTP/1.1 401 No", "WWW-Authenticate: bearer"], "", "it does not accept the token that it was given"
    ),
    (
      ["GET / HTTP/1.1", "Authorization: Basic eDp5"],
      ["HTTP/1.1 401 No", "WWW-Authenticate: Bearer"], "",
      "it wants a token of the scheme Bearer: --bearer TOKEN"
    ),
    (
      ["GET / HTTP/1.1", "Authorization: Bearer t"],
      ["HTTP/1.1 401 No", "WWW-Authenticate: Basic realm=r"], "",
      "it wants credentials: --auth USER:PASSWORD, or -H 'Authorization: ...'"
    ),
    (
      ["GET / HTTP/1.1", "Authorization: Basic eDp5"],
      ["HTTP/1.1 401 No", "WWW-Authenticate: Digest realm=r, algorithm=SHA-512-256"], "",
      "it wants Digest with an algorithm that wscope does not know (it knows MD5 and SHA-256)"
    ),
    (
      ["GET / HTTP/1.1"], ["HTTP/1.1 401 No", "WWW-Authenticate: Digest realm=r, algorithm=SHA-512-256"], "",
      "it wants Digest with an algorithm that wscope does not know (it knows MD5 and SHA-256)"
    ),
    (
      ["GET / HTTP/1.1"], ["HTTP/1.1 401 No", #"WWW-Authenticate: Negotiate, Basic realm="a, b""#], "",
      "it wants credentials: --auth USER:PASSWORD, or -H 'Authorization: ...'"
    ),
    (
      ["GET / HTTP/1.1"], ["HTTP/1.1 401 No", "WWW-Authenticate: Negotiate, NTLM"], "",
      "it wants credentials of the scheme Negotiate, NTLM: -H 'Authorization: ...'"
    ),
    (
      ["GET / HTTP/1.1"], ["HTTP/1.1 302 Found", "Location:"], "",
      "its Location is empty, so it does not say where to"
    ),
    (
      ["GET / HTTP/1.1"], ["HTTP/1.1 302 Found", "Location: /ws"], "",
      "it points to /ws, and -L follows it"
    ),
    (
      ["GET / HTTP/1.1", "Authorization: Digest response=x"],
      ["HTTP/1.1 401 No", "WWW-Authenticate: Digest realm=r"], "",
      "it does not accept the credentials that it was given"
    ),
    (["GET / HTTP/1.1"], ["HTTP/1.1 418 Teapot"], "upgrade to coffee", nil),
    (
      ["GET / HTTP/1.1"], ["HTTP/1.1 403 No"], "", "does it want another origin (--origin) or a token (-H)?"
    ),
    (
      ["GET / HTTP/1.1", "Origin: https://a"], ["HTTP/1.1 403 No"], "",
      "does it want another origin than the one given, or a token (-H)?"
    ),
    (
      ["GET / HTTP/1.1", "Authorization: Basic eDp5"], ["HTTP/1.1 403 No"], "",
      "does it want an origin (--origin), or other credentials than those given?"
    ),
    (
      ["GET / HTTP/1.1", "Authorization: Bearer t", "Origin: https://a"], ["HTTP/1.1 403 No"], "",
      "it may not accept the origin or the credentials that it was given"
    ),
  ]

  @Test(arguments: rows)
  func isSaid(request: [String], answer: [String], content: String, hint: String?) {
    let found = RefusalHint.sentence(
      for: Self.head(answer), Array(content.utf8), to: Self.head(request))
    #expect(found == hint)
  }
}

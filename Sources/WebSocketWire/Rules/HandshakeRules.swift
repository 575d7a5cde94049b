/// Judges the two heads of an opening handshake (RFC 6455 4.1, 4.2).
public enum HandshakeRules {
  /// What a client requires of the server's answer.
  public static func check(response: HTTPHead, to request: HTTPHead) -> HandshakeReport {
    var judge = HeadJudge(response)
    let parts = response.startLineParts
    let accept = request.fields("Sec-WebSocket-Key").first.map { AcceptKey(for: $0.value) }
    judge.version(parts[0])
    if parts.count >= 2, parts[1] == "101" {
      judge.ok(.status, "status 101", response.startLineRange)
    } else {
      judge.fail(
        .status, "the status is \(parts.dropFirst().joined(separator: " ")), expected 101",
        response.startLineRange)
      judge.contentLengthSyntax()
      judge.lines(unfolds: true)
      return HandshakeReport(
        request: request, response: response, checks: judge.checks, expectedAccept: accept)
    }
    judge.upgrade(isWhole: true)
    judge.connection()
    judge.accept(expected: accept)
    let offered = request.elements("Sec-WebSocket-Protocol")
    let subprotocol = judge.subprotocol(offered: offered)
    let deflate = judge.extensions(to: request)
    judge.answerBody()
    judge.lines(unfolds: true)
    return HandshakeReport(
      request: request, response: response, checks: judge.checks, expectedAccept: accept,
      subprotocol: subprotocol, deflate: deflate)
  }

  /// What a client requires of an answer that it passes over: the shape of its lines (RFC 9110 15.2).
  static func check(interim head: HTTPHead) -> [HandshakeCheck] {
    var judge = HeadJudge(head)
    judge.lines(unfolds: true)
    return judge.checks
  }

  /// What a server requires of the client's request, before it has answered.
  public static func check(request: HTTPHead) -> HandshakeReport {
    var judge = HeadJudge(request)
    let line = RequestLine(request.startLine)
    if line.isOtherMajorVersion {
      // What else it holds may mean something else there.
      judge.version(line.version)
      return HandshakeReport(request: request, response: nil, checks: judge.checks)
    }
    if line.method == "GET" {
      judge.ok(.method, "method GET", request.startLineRange)
    } else {
      judge.fail(.method, "the method is \(line.method), expected GET", request.startLineRange)
    }
    judge.version(line.version)
    judge.requestLine(line)
    judge.host()
    judge.upgrade(isWhole: false)
    judge.connection()
    judge.versionField()
    let accept = judge.key()
    judge.extensionSyntax()
    judge.requestBody()
    judge.expectation()
    judge.lines(unfolds: false)
    return HandshakeReport(request: request, response: nil, checks: judge.checks, expectedAccept: accept)
  }
}

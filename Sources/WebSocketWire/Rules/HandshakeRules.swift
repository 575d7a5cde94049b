/// Judges the two heads of an opening handshake (RFC 6455 4.1, 4.2).
public enum HandshakeRules {
  /// What a client requires of the server's answer.
  public static func check(response: HTTPHead, to request: HTTPHead) -> HandshakeReport {
    var checker = HandshakeChecker(response)
    let parts = response.startLineParts
    let accept = request.fields("Sec-WebSocket-Key").first.map { AcceptKey(for: $0.value) }
    checker.version(parts[0])
    if parts.count >= 2, parts[1] == "101" {
      checker.ok(.status, "status 101", response.startLineRange)
    } else {
      checker.fail(
        .status, "the status is \(parts.dropFirst().joined(separator: " ")), expected 101",
        response.startLineRange)
      checker.contentLengthSyntax()
      checker.lines(unfolds: true)
      return HandshakeReport(
        request: request, response: response, checks: checker.checks, expectedAccept: accept)
    }
    checker.upgrade(isWhole: true)
    checker.connection()
    checker.accept(expected: accept)
    let offered = request.elements("Sec-WebSocket-Protocol")
    let subprotocol = checker.subprotocol(offered: offered)
    let deflate = checker.extensions(to: request)
    checker.answerBody()
    checker.lines(unfolds: true)
    return HandshakeReport(
      request: request, response: response, checks: checker.checks, expectedAccept: accept,
      subprotocol: subprotocol, deflate: deflate)
  }

  /// What is odd about the fields and the length of an answer that refuses, each with its clause; lines that are not field show it
  /// themselves.
  package static func remarks(on answer: HTTPHead) -> [String] {
    var checker = HandshakeChecker(answer)
    checker.contentLengthSyntax()
    checker.lines(unfolds: true)
    return checker.checks.filter { $0.rule != .malformedField && $0.rule != .fieldNameBlank }
      .map { $0.rule.cited(by: $0.words) }
  }

  /// What a client requires of an answer that it passes over: the shape of its lines (RFC 9110 15.2).
  static func check(interim head: HTTPHead) -> [HandshakeCheck] {
    var checker = HandshakeChecker(head)
    checker.lines(unfolds: true)
    return checker.checks
  }

  /// What a server requires of the client's request, before it has answered.
  public static func check(request: HTTPHead) -> HandshakeReport {
    var checker = HandshakeChecker(request)
    let line = RequestLine(request.startLine)
    if line.isOtherMajorVersion {
      // What else it holds may mean something else there.
      checker.version(line.version)
      return HandshakeReport(request: request, response: nil, checks: checker.checks)
    }
    if line.method == "GET" {
      checker.ok(.method, "method GET", request.startLineRange)
    } else {
      checker.fail(.method, "the method is \(line.method), expected GET", request.startLineRange)
    }
    checker.version(line.version)
    checker.requestLine(line)
    checker.host()
    checker.upgrade(isWhole: false)
    checker.connection()
    checker.versionField()
    let accept = checker.key()
    checker.extensionSyntax()
    checker.requestBody()
    checker.expectation()
    checker.lines(unfolds: false)
    return HandshakeReport(request: request, response: nil, checks: checker.checks, expectedAccept: accept)
  }
}

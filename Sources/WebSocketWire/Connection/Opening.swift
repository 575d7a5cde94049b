/// The opening handshake of one side: bytes of the peer's head in, an outcome out.
struct Opening: Sendable {
  /// What the peer's head amounts to.
  enum Outcome {
    case incomplete
    /// Open; `used` bytes of the piece just given were the head's.
    case accepted(HandshakeReport, used: Int)
    /// The server answered with another status.
    case refused(HandshakeReport, used: Int)
    /// A server answers by its own choice, and not with 101.
    case declined(ConnectionEnd, reply: [UInt8])
    /// No handshake; `reply` is what a server answers.
    case broken([Violation], HandshakeReport?, reply: [UInt8])
  }

  enum Side: Sendable {
    case client(HTTPHead)
    case server(UpgradeTerms, decide: UpgradeDecision.Hook)
  }

  let side: Side
  private let limit: Int
  private var reader: HTTPHeadReader
  /// Answers that came before the final one.
  private(set) var interim: [HTTPHead] = []
  private var interimBytes = 0
  /// Whether the first line of a request was looked at.
  private var hasReadLine = false
  /// What may still come of an empty line before a request.
  private var leadingLineEnd: [UInt8] = [0x0D, 0x0A]

  /// The client's side, which has sent this request.
  init(request: HTTPHead, limit: Int) {
    side = .client(request)
    self.limit = limit
    reader = HTTPHeadReader(limit: limit)
  }

  /// The server's side.
  init(terms: UpgradeTerms, decide: @escaping UpgradeDecision.Hook, limit: Int) {
    side = .server(terms, decide: decide)
    self.limit = limit
    reader = HTTPHeadReader(limit: limit)
  }

  /// What has come so far.
  var received: [UInt8] { reader.bytes }

  /// Takes the next piece. `answer` is the head that a server sends when it accepts.
  mutating func receive(_ bytes: RawSpan, answer: inout HTTPHead?) -> Outcome {
    var used = skipLeadingLineEnd(in: bytes)
    while true {
      let progress = reader.append(bytes.extracting(droppingFirst: used))
      if let outcome = strangeLine() { return outcome }
      switch progress {
      case .tooBig:
        guard looksLikeHTTP else { return notHTTP() }
        let words =
          interim.isEmpty
          ? "no empty line within \(limit) bytes" : "more than \(limit) bytes before the final answer's end"
        // A request line without end has a target that is too long (RFC 9112 3).
        return broken(
          .headTooBig, words, upTo: limit,
          status: reader.firstLineEnd == nil ? .uriTooLong : .headerFieldsTooLarge)
      case .incomplete:
        return looksLikeHTTP ? .incomplete : notHTTP()
      case .complete(let head, let count):
        guard looksLikeHTTP else { return notHTTP() }
        used += count
        switch side {
        case .client(let request):
          guard Self.isInterim(head) else { return client(head, to: request, used: used) }
          passOver(head)
        case .server(let terms, let decide):
          return server(head, terms, decide, used: used, answer: &answer)
        }
      }
    }
  }

  /// Passes over an answer before the final one (RFC 9110 15.2); all of them together are bound by the limit of a head.
  private mutating func passOver(_ head: HTTPHead) {
    interim.append(head)
    interimBytes += head.bytes.count
    reader = HTTPHeadReader(limit: max(0, limit - interimBytes))
  }

  /// 100 to 199 but for 101, which is what was asked for.
  private static func isInterim(_ head: HTTPHead) -> Bool {
    let status = head.startLineParts.dropFirst().first ?? ""
    return status.utf8.count == 3 && status.hasPrefix("1") && status != "101" && Digits.decimal(status) != nil
  }

  /// A server ignores an empty line before the request (RFC 9112 2.2).
  private mutating func skipLeadingLineEnd(in bytes: RawSpan) -> Int {
    guard case .server = side, reader.bytes.isEmpty else { return 0 }
    var count = 0
    while leadingLineEnd.count > 0, count < bytes.byteCount,
      bytes.unsafeLoad(fromByteOffset: count, as: UInt8.self) == leadingLineEnd[0]
    {
      leadingLineEnd.removeFirst()
      count += 1
    }
    // A carriage return alone is not a line end, and then it is the first byte of what came.
    if leadingLineEnd.count == 1, count < bytes.byteCount {
      leadingLineEnd = []
      let first: [UInt8] = [0x0D]
      _ = reader.append(first.span.bytes)
    }
    return count
  }

  private func client(_ head: HTTPHead, to request: HTTPHead, used: Int) -> Outcome {
    let status = head.startLineParts.dropFirst().first ?? ""
    guard status.utf8.count == 3, Digits.decimal(status) != nil else {
      let line = String(head.startLine.unicodeScalars.prefix(80)).quoted
      return broken(
        .statusLine, "the first line is \(line), expected HTTP/1.1, one space and a status of three digits",
        upTo: head.startLineRange.upperBound)
    }
    let report = HandshakeRules.check(response: head, to: request).preceded(by: interim)
    if report.failed.isEmpty { return .accepted(report, used: used) }
    if report.failed.contains(where: { $0.rule == .status }) { return .refused(report, used: used) }
    return .broken(report.violations(in: head), report, reply: [])
  }

  private func server(
    _ head: HTTPHead, _ terms: UpgradeTerms, _ decide: UpgradeDecision.Hook, used: Int,
    answer: inout HTTPHead?
  ) -> Outcome {
    var report = HandshakeRules.check(request: head)
    var (subprotocol, deflate): (String?, DeflateTerms?) = (nil, nil)
    if report.failed.isEmpty {
      (subprotocol, deflate) = (terms.subprotocol(for: head), terms.compression(for: head))
      report = report.answered(
        nil, subprotocol: subprotocol, deflate: deflate.map { NegotiatedDeflate(answer: $0) })
    }
    var headers = terms.headers
    switch decide(report) {
    case .answer(let response, let reason): return declined(report, response, reason)
    case .accept(let isCompressed, let chosen, let added):
      if !isCompressed { deflate = nil }
      subprotocol = chosen ?? subprotocol
      headers += added
    }
    guard report.failed.isEmpty, let key = report.expectedAccept?.key else {
      let response = Self.refusal(of: report, headPaths: terms.headPaths)
      return .broken(
        report.violations(in: head), report.answered(response.head),
        reply: response.bytes(for: RequestLine(head.startLine).method))
    }
    let response = OpeningResponse.accept(
      key: key, subprotocol: subprotocol, deflate: deflate, headers: headers)
    answer = response
    let answered = report.answered(
      response, subprotocol: subprotocol, deflate: deflate.map { NegotiatedDeflate(answer: $0) })
    // RFC 9110 7.8: who asked to upgrade and expects 100-continue gets 100 before 101.
    let expects = head.elements("Expect").contains { $0.lowercased() == "100-continue" }
    return .accepted(expects ? answered.preceded(by: [OpeningResponse.goOn]) : answered, used: used)
  }

  /// A request that is answered otherwise and is not a handshake was asking for something else, so its checks are left out.
  private func declined(_ report: HandshakeReport, _ response: HTTPResponse, _ reason: String) -> Outcome {
    let judged = report.failed.isEmpty ? report : HandshakeReport(request: report.request)
    let answered = judged.answered(
      response.head, choice: response.status == .ok ? nil : reason)
    return .declined(
      response.status == .ok
        ? .served(answered) : .declined(answered, status: response.status.code, words: reason),
      reply: response.bytes(for: RequestLine(report.request.startLine).method))
  }

  /// The status that fits what failed: 505 for another major version of HTTP (RFC 9110 15.6.6), 405 for the method, 426 where the
  /// request is sound but is not an upgrade or one to another version (RFC 6455 4.4), 417 for an expectation (RFC 9110 10.1.1), else 400.
  private static func refusal(of report: HandshakeReport, headPaths: Set<String>) -> HTTPResponse {
    let failed = report.failed
    let line = RequestLine(report.request.startLine)
    let rules = Set(failed.map(\.rule))
    let sentence = failed.map { $0.rule.cited(by: $0.words) }.joined(separator: "; ")
    let others = rules.subtracting([.upgrade, .connection, .version, .key, .httpVersion])
    let (status, fields): (HTTPStatus, [HTTPField])
    if rules.contains(.httpVersion), line.isOtherMajorVersion {
      (status, fields) = (.versionNotSupported, [])
    } else if rules.contains(.method), line.method.utf8.allSatisfy(HTTPField.isToken) {
      let path = String(report.request.startLineParts.dropFirst().first?.prefix { $0 != "?" } ?? "")
      let methods = headPaths.contains(path) ? "GET, HEAD" : "GET"
      (status, fields) = (.methodNotAllowed, [HTTPField(trusted: "Allow", methods)])
    } else if others.isEmpty, rules == [.version] || rules.isSuperset(of: [.upgrade, .connection]) {
      status = .upgradeRequired
      fields = [
        HTTPField(trusted: "Sec-WebSocket-Version", "13"), HTTPField(trusted: "Upgrade", "websocket"),
      ]
    } else if others == [.expectation] {
      (status, fields) = (.expectationFailed, [])
    } else {
      (status, fields) = (.badRequest, [])
    }
    return HTTPResponse(
      status, fields: fields,
      body: "This is a WebSocket server, and the request is not an opening handshake: \(sentence).\n")
  }

  /// Whether what has come can still become a head; a wrong first byte is known at once.
  private var looksLikeHTTP: Bool { firstStrangeByte == nil }

  /// The offset of the first byte with which no head of the peer's can begin.
  private var firstStrangeByte: Int? {
    switch side {
    case .client: zip(reader.bytes, "HTTP/".utf8).enumerated().first { $1.0 != $1.1 }?.offset
    case .server: reader.bytes.first.flatMap { HTTPField.isToken($0) ? nil : 0 }
    }
  }

  /// What a server makes of a first line with which no request can begin, such as the banner of SSH, or that of HTTP/0.9, which is the
  /// whole request there; asked once it is whole, because the rest of a head may never come.
  private mutating func strangeLine() -> Outcome? {
    guard case .server = side, !hasReadLine, let end = reader.firstLineEnd else { return nil }
    hasReadLine = true
    let bytes = reader.bytes[..<end]
    let text = HTTPHead.text(bytes.last == 0x0D ? bytes.dropLast() : bytes)
    let line = RequestLine(text)
    if line.hasVersion { return nil }
    guard line.hasMethod else { return notHTTP() }
    let words = HandshakeChecker.versionWords(line.version)
    return broken(.httpVersion, words, upTo: bytes.last == 0x0D ? end - 1 : end)
  }

  private func notHTTP() -> Outcome {
    let words =
      switch side {
      case .client: "this is not an HTTP response"
      case .server: "this is not an HTTP request"
      }
    return broken(.notHTTP, words, upTo: (firstStrangeByte ?? 0) + 1)
  }

  private func broken(
    _ rule: Rule, _ words: String, upTo count: Int, status: HTTPStatus = .badRequest
  ) -> Outcome {
    let bytes = Array(reader.bytes.prefix(count))
    let violation = Violation(
      rule, frameOffset: 0, range: 0..<UInt64(bytes.count), evidence: bytes, words: words)
    let answer: [UInt8] =
      if case .server = side {
        HTTPResponse(status, body: "\(words) (\(rule.clause)).\n")
          .bytes(for: reader.bytes.starts(with: "HEAD ".utf8) ? "HEAD" : "GET")
      } else {
        []
      }
    return .broken([violation], nil, reply: answer)
  }
}

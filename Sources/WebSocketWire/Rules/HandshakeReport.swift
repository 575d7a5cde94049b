/// Both heads of an opening handshake and what each requirement says of them.
public struct HandshakeReport: Hashable, Sendable {
  /// The client's head.
  public let request: HTTPHead
  /// nil when no answer was made or understood.
  public let response: HTTPHead?
  /// The server's answers of the class 1xx before the final one (RFC 9110 15.2): a client received them, a server sends them.
  public private(set) var interim: [HTTPHead] = []
  /// In the order of the standard; those of `interim` first.
  public private(set) var checks: [HandshakeCheck]
  /// Why the server refused a request by its own choice; nil where it did not.
  package private(set) var choice: String?
  /// The Accept that the request's key asks for; nil without a key.
  public let expectedAccept: AcceptKey?
  /// The subprotocol in use.
  public let subprotocol: String?
  /// The compression in use; nil for none (RFC 7692).
  public let deflate: NegotiatedDeflate?

  package init(
    request: HTTPHead, response: HTTPHead? = nil, interim: [HTTPHead] = [], checks: [HandshakeCheck] = [],
    choice: String? = nil, expectedAccept: AcceptKey? = nil, subprotocol: String? = nil,
    deflate: NegotiatedDeflate? = nil
  ) {
    self.request = request
    self.response = response
    self.interim = interim
    self.choice = choice
    self.checks = checks
    self.expectedAccept = expectedAccept
    self.subprotocol = subprotocol
    self.deflate = deflate
  }

  /// The same with the answer that a server gives, or would give: nil as long as it is not decided.
  func answered(
    _ response: HTTPHead?, subprotocol: String? = nil, deflate: NegotiatedDeflate? = nil,
    choice: String? = nil
  ) -> HandshakeReport {
    var report = HandshakeReport(
      request: request, response: response, checks: checks, expectedAccept: expectedAccept,
      subprotocol: subprotocol, deflate: deflate)
    report.choice = choice
    return report
  }

  /// The same with the answers that came first, whose faults count as the judged head's own.
  package func preceded(by interim: [HTTPHead]) -> HandshakeReport {
    var report = self
    report.interim = interim
    var (failed, warned): ([HandshakeCheck], [HandshakeCheck]) = ([], [])
    for (index, head) in interim.enumerated() {
      let status = head.startLineParts.dropFirst().first ?? ""
      for check in HandshakeRules.check(interim: head) {
        let found = HandshakeCheck(
          rule: check.rule, verdict: check.verdict, words: "in the answer \(status), \(check.words)",
          range: check.range, interim: index)
        if check.verdict == .failed, failed.count < Self.reportedAtMost { failed.append(found) }
        if check.verdict == .warned, warned.count < Self.reportedAtMost { warned.append(found) }
      }
    }
    report.checks = failed + warned + checks
    return report
  }

  /// How many faults of answers before the final one are kept, of which there can be thousands.
  private static let reportedAtMost = 20

  /// The checks that failed.
  public var failed: [HandshakeCheck] { checks.filter { $0.verdict == .failed } }

  /// The checks that are reported and stop nothing.
  var warned: [HandshakeCheck] { checks.filter { $0.verdict == .warned } }

  /// The answers that checks failed on, those before the final one first.
  package var faultyAnswers: [HTTPHead] {
    let early = Set(failed.compactMap(\.interim)).sorted().map { interim[$0] }
    guard let response, early.isEmpty || failed.contains(where: { $0.interim == nil }) else { return early }
    return early + [response]
  }

  /// The subprotocols of the request that are tokens.
  package var secretSubprotocols: [String] {
    SecretFilter.secretSubprotocols(request.elements("Sec-WebSocket-Protocol"))
  }

  /// The Accept as it was received; nil when it is missing.
  public var receivedAccept: String? { response?.fields("Sec-WebSocket-Accept").first?.value }

  /// The checks that failed, and after them those that warn, as violations of the head that was judged.
  package func violations(in head: HTTPHead) -> [Violation] {
    (failed + warned).map {
      let head = $0.interim.map { interim[$0] } ?? head
      return Violation(
        $0.rule, frameOffset: 0, range: UInt64($0.range.lowerBound)..<UInt64($0.range.upperBound),
        evidence: Array(head.bytes[$0.range]), words: $0.words)
    }
  }
}

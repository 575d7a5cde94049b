package import WebSocketWire

extension HandshakeReport {
  /// A handshake that others have made: what is wrong with the request, and the checks of the answer.
  static func observed(request: HTTPHead, interim: [HTTPHead], response: HTTPHead) -> HandshakeReport {
    let asked = HandshakeRules.check(request: request)
    let answered = HandshakeRules.check(response: response, to: request)
    return HandshakeReport(
      request: request, response: response,
      checks: asked.checks.filter { $0.verdict == .failed || $0.verdict == .warned } + answered.checks,
      expectedAccept: answered.expectedAccept, subprotocol: answered.subprotocol, deflate: answered.deflate
    ).preceded(by: interim)
  }

  /// The rules that such a handshake breaks, and who broke them.
  package var observedViolations: [(violation: Violation, sender: WebSocketRole)] {
    guard let response else { return [] }
    let asked = HandshakeRules.check(request: request).violations(in: request)
    let answered = HandshakeRules.check(response: response, to: request).violations(in: response)
    return asked.map { ($0, .client) } + answered.map { ($0, .server) }
  }
}

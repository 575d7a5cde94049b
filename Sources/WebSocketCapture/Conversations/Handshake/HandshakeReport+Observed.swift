import WebSocketWire

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
}

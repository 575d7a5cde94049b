extension Opening {
  /// How much is kept of a head that is not whole, and of what is not a head at all, in bytes.
  private static let (headLimit, strangeLimit) = (4096, 256)

  /// The handshake as far as it came before it ended so; nil where the ending has a report, and for a server to which nothing came.
  func report(of ending: ConnectionEnd) -> HandshakeReport? {
    guard ending.handshake == nil else { return nil }
    let (rule, words) = fault(of: ending)
    let head =
      received.isEmpty
      ? nil : HTTPHead(Array(received.prefix(rule == .notHTTP ? Self.strangeLimit : Self.headLimit)))
    let check = HandshakeCheck(rule: rule, verdict: .failed, words: words, range: 0..<0)
    switch side {
    case .client(let request):
      return HandshakeReport(request: request, response: head, checks: [check]).preceded(by: interim)
    case .server: return head.map { HandshakeReport(request: $0, checks: [check]) }
    }
  }

  private func fault(of ending: ConnectionEnd) -> (Rule, String) {
    if case .notWebSocket(let violations, nil, _) = ending, let first = violations.first {
      return (first.rule, first.words)
    }
    let (rule, head): (Rule, String) =
      if case .client = side { (.status, "answer") } else { (.malformedField, "request") }
    let words =
      switch ending {
      case .lost where received.isEmpty:
        "the stream ended without \(interim.isEmpty ? "an" : "a final") \(head)"
      case .lost: "the stream ended inside the \(head)"
      case .timedOut where received.isEmpty: "no \(interim.isEmpty ? "" : "final ")\(head) came in time"
      case .timedOut: "the \(head) was not whole in time"
      default:
        received.isEmpty ? "no \(interim.isEmpty ? "" : "final ")\(head) came" : "the \(head) is not whole"
      }
    return (rule, words)
  }
}

import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 4: every rule for handshakes, by vectors")
struct HandshakeVectorTests {
  /// Those that are known before a head can be judged, by a connection alone.
  private static let early: Set<String> = [Rule.notHTTP.id, Rule.statusLine.id, Rule.headTooBig.id]

  @Test("the rules give what a vector asks for, and no more", arguments: try Vectors.handshakes())
  func exactly(_ vector: HandshakeVector) throws {
    let judge = try #require(vector.judge)
    guard !vector.expected.contains(where: { Self.early.contains($0.rule) }) else { return }
    let request = HTTPHead(Array(vector.request.utf8))
    let judged = HTTPHead(vector.judged)
    let report =
      judge == .client
      ? HandshakeRules.check(response: judged, to: request) : HandshakeRules.check(request: judged)
    #expect(report.violations(in: judged).map(Self.row) == vector.expected)
  }

  @Test("a connection says the same, however the head is cut", arguments: try Vectors.handshakes())
  func live(_ vector: HandshakeVector) throws {
    let limits = Limits(head: vector.limits?.head ?? 65536)
    let fresh: () throws -> Connection
    if try #require(vector.judge) == .server {
      fresh = { Connection(server: UpgradeTerms(), limits: limits) }
    } else {
      let head = HTTPHead(Array(vector.request.utf8))
      let offers = head.fields("Sec-WebSocket-Extensions").first?.value
      // Our client offers no other extension; of such an answer the rules alone are the judge.
      if let offers, !offers.hasPrefix(DeflateTerms.name) { return }
      let request = try OpeningRequest(
        url: WebSocketURL("ws://server.example/chat"), key: Openings.key,
        subprotocols: head.elements("Sec-WebSocket-Protocol"),
        deflate: try offers.map { try DeflateOptions(terms: DeflateOptions.terms($0)) })
      fresh = { Connection(client: request, limits: limits, generator: SeededGenerator(seed: 1)) }
    }
    let events = try WireFeeds.drip(fresh()).events(of: vector.judged)
    let found = events.compactMap {
      if case .violation(let violation) = $0 { Self.row(violation) } else { nil }
    }
    if vector.expected.contains(where: { $0.rule == Rule.status.id }) {
      guard case .ended(.refused(let head, _, _)) = events.last else {
        Issue.record("not refused: \(events)")
        return
      }
      #expect(vector.judged.starts(with: head.bytes))
      #expect(found.isEmpty, "a refusal is not a violation")
    } else {
      #expect(found == vector.expected)
      let errors = vector.expected.filter { Rule(rawValue: $0.rule)?.severity == .error }
      #expect(events.contains { if case .opened = $0 { true } else { false } } == errors.isEmpty)
    }
  }

  @Test("each vector has a name of its own")
  func names() throws {
    let names = try Vectors.handshakes().map(\.description)
    #expect(Set(names).count == names.count)
  }

  private static func row(_ violation: Violation) -> ExpectedViolation {
    ExpectedViolation(
      rule: violation.rule.id, frameOffset: nil,
      range: [violation.range.lowerBound, violation.range.upperBound])
  }
}

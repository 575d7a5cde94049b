import Testing
import WebSocketWire
import WireTestSupport

@Suite("RFC 6455 5, 7.4, 8.1: every rule for frames, by vectors")
struct FrameVectorTests {
  @Test(
    "each vector gives its rules and ranges, and no others, however it is cut",
    arguments: try Vectors.frames())
  func exactly(_ vector: FrameVector) throws {
    let sender = try vector.sender
    let agreed = try vector.terms.map { NegotiatedDeflate(answer: $0) }
    let feed = DripFeed(behind: nil) { pieces in
      Self.comparable(
        WireFeeds.receiver(
          pieces, from: sender, limits: vector.wireLimits, deflate: agreed?[sender]),
        isCompressed: agreed != nil)
    }
    let events = try feed.events(of: hex(vector.hex))
    #expect(Self.violations(in: events) == vector.expected)
  }

  @Test("the first error of a vector, and only it, ends a live connection", arguments: try Vectors.frames())
  func failing(_ vector: FrameVector) throws {
    let sender = try vector.sender
    let terms = try vector.terms
    let feed = DripFeed(behind: nil) { pieces in
      Self.comparable(
        WireFeeds.connection(
          pieces, try Openings.open(sender.peer, limits: vector.wireLimits, deflate: terms)),
        isCompressed: terms != nil)
    }
    let events = try feed.events(of: hex(vector.hex))
    let first = try vector.expected.first { try #require(Rule(rawValue: $0.rule)).severity == .error }
    let met = events.compactMap { if case .ended(.violated(let violation)) = $0 { violation } else { nil } }
    #expect(met.map(Self.row) == (first.map { [$0] } ?? []))
  }

  @Test("each vector has a name of its own")
  func names() throws {
    let names = try Vectors.frames().map(\.name)
    #expect(Set(names).count == names.count)
  }

  /// Where inflated bytes are at fault, how many bytes are before the violation is a matter of the cut; all else is not.
  private static func comparable(_ events: [Recorded], isCompressed: Bool) -> [Recorded] {
    guard isCompressed else { return events }
    return events.filter {
      switch $0 {
      case .payload, .inflated, .messageBytes: false
      default: true
      }
    }
  }

  private static func violations(in events: [Recorded]) -> [ExpectedViolation] {
    events.compactMap { if case .violation(let violation) = $0 { row(violation) } else { nil } }
  }

  private static func row(_ violation: Violation) -> ExpectedViolation {
    ExpectedViolation(
      rule: violation.rule.id, frameOffset: violation.frameOffset,
      range: [violation.range.lowerBound, violation.range.upperBound])
  }
}

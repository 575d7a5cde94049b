/// A rule that was broken, where, and by what: an opinion about facts, never an act of the peer.
public struct Violation: Hashable, Sendable {
  /// The rule that was broken.
  public let rule: Rule
  /// Offset in the stream of the frame; for a handshake, 0.
  public let frameOffset: UInt64
  /// The bytes at fault, counted from the frame's first byte (header included) or the head's.
  public let range: Range<UInt64>
  /// The first of those bytes, at most 16, as they were on the wire; text and close bodies unmasked.
  public let evidence: [UInt8]
  /// What is wrong, in words that follow the evidence.
  public let words: String

  package init(_ rule: Rule, frameOffset: UInt64, range: Range<UInt64>, evidence: [UInt8], words: String) {
    self.rule = rule
    self.frameOffset = frameOffset
    self.range = range
    self.evidence = Array(evidence.prefix(16))
    self.words = words
  }

  /// Offset in the stream of the first byte at fault.
  public var offset: UInt64 { frameOffset &+ range.lowerBound }
}

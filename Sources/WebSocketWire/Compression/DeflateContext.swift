/// What a compressed message may refer to (RFC 7692 7.2).
public struct DeflateContext: Hashable, Sendable {
  /// What was agreed on for its sender.
  public let side: NegotiatedDeflate.Side
  /// Whether a message went before into which it may refer back.
  public let isCarried: Bool

  package init(_ side: NegotiatedDeflate.Side, isCarried: Bool) {
    self.side = side
    self.isCarried = isCarried
  }
}

/// The caller's own mistake, in one sentence; never the peer's fault and never the network's.
public struct UsageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was wrong and what was expected.
  public let description: String
  package init(_ sentence: String) { description = sentence }
}

/// The caller's own mistake, in one sentence; never the peer's fault and never the network's.
public struct UsageError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String
  public init(_ sentence: String) { description = sentence }
}

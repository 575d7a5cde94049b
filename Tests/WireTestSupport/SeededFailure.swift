/// A failure of a test that draws its data, and how to meet it again.
public struct SeededFailure: Error, CustomStringConvertible {
  public let seed: UInt64
  public let underlying: any Error

  public var description: String { "\(underlying) (repeat with WSCOPE_SEED=\(seed))" }
}

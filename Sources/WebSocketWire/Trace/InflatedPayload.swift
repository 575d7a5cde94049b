/// What the payload of a compressed message's frame inflates to.
public struct InflatedPayload: Hashable, Sendable {
  /// The bytes, as far as they were kept.
  public var bytes: [UInt8]
  /// Bytes that were not kept.
  public var omitted: UInt64
  /// Whether the message may refer back to those before it (RFC 7692 7.2).
  public let carriesContext: Bool

  public init(_ bytes: [UInt8] = [], omitted: UInt64 = 0, carriesContext: Bool) {
    self.bytes = bytes
    self.omitted = omitted
    self.carriesContext = carriesContext
  }

  /// How many bytes there are, kept or not.
  public var count: UInt64 { UInt64(bytes.count) &+ omitted }

  /// The same with at most so many bytes; the rest counts as omitted.
  func prefix(_ most: Int) -> InflatedPayload {
    guard bytes.count > most else { return self }
    return InflatedPayload(
      Array(bytes.prefix(most)), omitted: omitted &+ UInt64(bytes.count - most),
      carriesContext: carriesContext)
  }
}

/// What the payload of a compressed message's frame inflates to.
public struct InflatedPayload: Hashable, Sendable {
  /// The bytes, as far as they were kept.
  public package(set) var bytes: [UInt8]
  /// Bytes that were not kept.
  public package(set) var omitted: UInt64
  /// What the message may refer to.
  public let context: DeflateContext

  package init(_ bytes: [UInt8] = [], omitted: UInt64 = 0, context: DeflateContext) {
    self.bytes = bytes
    self.omitted = omitted
    self.context = context
  }

  /// How many bytes there are, kept or not.
  public var count: UInt64 { UInt64(bytes.count) &+ omitted }

  /// The same with at most this many bytes; the rest counts as omitted.
  func prefix(_ most: Int) -> InflatedPayload {
    guard bytes.count > most else { return self }
    return InflatedPayload(
      Array(bytes.prefix(most)), omitted: omitted &+ UInt64(bytes.count - most), context: context)
  }
}

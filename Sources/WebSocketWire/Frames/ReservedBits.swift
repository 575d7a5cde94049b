/// RSV1, RSV2 and RSV3, which mean nothing until an extension says so (RFC 6455 5.2).
public struct ReservedBits: OptionSet, Hashable, Sendable {
  /// 0 to 7.
  public let rawValue: UInt8

  /// Keeps the low three bits: RSV1 is 4, RSV2 is 2, RSV3 is 1.
  public init(rawValue: UInt8) { self.rawValue = rawValue & 0x7 }

  /// The first of the three on the wire.
  public static let rsv1 = ReservedBits(rawValue: 4)
  /// The second.
  public static let rsv2 = ReservedBits(rawValue: 2)
  /// The third.
  public static let rsv3 = ReservedBits(rawValue: 1)

  /// Three digits, RSV1 first.
  package var digits: String {
    [Self.rsv1, .rsv2, .rsv3].map { contains($0) ? "1" : "0" }.joined()
  }
}

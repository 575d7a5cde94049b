import WebSocketWire

/// An address of IPv4 or IPv6, in the size that a table's key should have.
package struct IPAddress: Hashable, Sendable, CustomStringConvertible {
  private let high: UInt64
  private let low: UInt64
  private let isVersion6: Bool

  package init(version4 value: UInt32) { (high, low, isVersion6) = (0, UInt64(value), false) }

  package init(version6 high: UInt64, _ low: UInt64) {
    (self.high, self.low, isVersion6) = (high, low, true)
  }

  /// Dotted, or in the spelling of RFC 5952 4.
  package var description: String {
    guard isVersion6 else { return [24, 16, 8, 0].map { String(low >> $0 & 0xFF) }.joined(separator: ".") }
    let groups = [high, low].flatMap { half in [48, 32, 16, 0].map { String(half >> $0 & 0xFFFF, radix: 16) }
    }
    let text = groups.joined(separator: ":")
    return IPv6Address(text)?.description ?? text
  }

  /// The address as a part of a URL or of an endpoint.
  var bracketed: String { isVersion6 ? "[\(self)]" : description }

  /// An order of addresses, for no other end than to have one.
  func precedes(_ other: IPAddress) -> Bool { high == other.high ? low < other.low : high < other.high }
}

/// An IPv4 address.
package struct IPv4Address: Hashable, Sendable, CustomStringConvertible {
  /// Its 32 bits.
  let value: UInt32

  /// Reads four decimal numbers without leading zeros (RFC 3986 3.2.2); nil for anything else.
  package init?(dotted text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part -> Int? in
      part.utf8.count <= 3 && (part == "0" || !part.hasPrefix("0")) ? Digits.decimal(part) : nil
    }
    guard parts.count == 4, numbers.count == 4, numbers.allSatisfy({ $0 <= 255 }) else { return nil }
    value = numbers.reduce(0) { $0 << 8 | UInt32(truncatingIfNeeded: $1) }
  }

  /// Reads what WHATWG's URL standard and `inet_aton` take: one to four numbers, decimal, octal after `0` or hexadecimal after
  /// `0x`, of which the last fills the bytes that are left; a dot at the end counts for nothing. nil for anything else.
  init?(loose text: some StringProtocol) {
    let numbers = Self.parts(text).map { Self.number($0) }
    let known = numbers.compactMap { $0 }
    guard (1...4).contains(numbers.count), known.count == numbers.count, let last = known.last,
      known.dropLast().allSatisfy({ $0 <= 255 }), last >> (8 * (5 - known.count)) == 0
    else { return nil }
    let front = known.dropLast().enumerated().reduce(0) { $0 | $1.element << (24 - 8 * $1.offset) }
    value = UInt32(truncatingIfNeeded: front | last)
  }

  /// Whether the last part of a host is a number, so that it can only be an address and not a name.
  static func isMeant(by host: some StringProtocol) -> Bool {
    guard let last = parts(host).last?.utf8, !last.isEmpty else { return false }
    return last.allSatisfy { 0x30...0x39 ~= $0 }
      || isHexadecimal(last) && last.dropFirst(2).allSatisfy { Digits.value($0) != nil }
  }

  private static func parts<Text: StringProtocol>(_ text: Text) -> [Text.SubSequence] {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count > 1 && parts.last?.isEmpty == true ? Array(parts.dropLast()) : parts
  }

  private static func number(_ text: some StringProtocol) -> Int? {
    let digits = text.utf8
    if isHexadecimal(digits) { return digits.count == 2 ? 0 : Digits.hex(digits.dropFirst(2)) }
    return digits.count > 1 && digits.first == 0x30 ? Digits.octal(text) : Digits.decimal(text)
  }

  private static func isHexadecimal(_ digits: some Collection<UInt8>) -> Bool {
    digits.starts(with: "0x".utf8) || digits.starts(with: "0X".utf8)
  }

  /// Its four bytes, the first one first.
  package var bytes: [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }

  /// Four decimal numbers.
  package var description: String {
    [24, 16, 8, 0].map { String(value >> $0 & 0xFF) }.joined(separator: ".")
  }
}

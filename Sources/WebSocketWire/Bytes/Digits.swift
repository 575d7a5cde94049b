/// Numbers as protocols write them: ASCII digits and nothing else (RFC 5234 B.1).
///
/// Swift's own readers take a sign, and its characters know digits of other scripts.
package enum Digits {
  /// A decimal number; nil for an empty text, any other character, or more than an `Int` holds.
  package static func decimal(_ text: some StringProtocol) -> Int? {
    number(text.utf8, radix: 10)
  }

  /// An octal number; nil as for `decimal`.
  package static func octal(_ text: some StringProtocol) -> Int? { number(text.utf8, radix: 8) }

  /// A hexadecimal number, in either letter case; nil as for `decimal`.
  package static func hex(_ bytes: some Collection<UInt8>) -> Int? { number(bytes, radix: 16) }

  /// The value of a hexadecimal digit.
  package static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }

  private static func number(_ bytes: some Collection<UInt8>, radix: Int) -> Int? {
    guard !bytes.isEmpty else { return nil }
    var number = 0
    for byte in bytes {
      guard let digit = value(byte), digit < radix else { return nil }
      let (product, isTooBig) = number.multipliedReportingOverflow(by: radix)
      let (sum, isOver) = product.addingReportingOverflow(Int(digit))
      if isTooBig || isOver { return nil }
      number = sum
    }
    return number
  }
}

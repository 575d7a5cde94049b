/// Bytes as pairs of lower-case hexadecimal digits.
package enum Hex {
  /// One byte as two digits.
  package static func byte(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }

  /// `81 05`: pairs with a space between them.
  package static func spaced(_ bytes: some Sequence<UInt8>) -> String {
    digits(of: bytes, separator: 0x20)
  }

  /// `8105`: pairs and nothing else.
  package static func packed(_ bytes: some Sequence<UInt8>) -> String {
    digits(of: bytes, separator: nil)
  }

  /// Reads pairs of digits and nothing else; nil for any other text.
  package static func bytes(packed digits: [UInt8]) -> [UInt8]? {
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = Digits.value(digits[index]), let low = Digits.value(digits[index + 1]) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  /// Two digits for each byte, with the separator between them; the result takes no more memory than it has characters.
  private static func digits(of bytes: some Sequence<UInt8>, separator: UInt8?) -> String {
    bytes.withContiguousStorageIfAvailable { digits(of: $0, separator: separator) }
      ?? Array(bytes).withUnsafeBufferPointer { digits(of: $0, separator: separator) }
  }

  /// Not generic, because a call for each byte of a sequence takes ten times as long.
  private static func digits(of bytes: UnsafeBufferPointer<UInt8>, separator: UInt8?) -> String {
    let width = separator == nil ? 2 : 3
    return String(unsafeUninitializedCapacity: bytes.count * width) { text in
      var end = 0
      for byte in bytes {
        if let separator, end > 0 {
          text[end] = separator
          end += 1
        }
        text[end] = digit(byte >> 4)
        text[end + 1] = digit(byte & 0x0F)
        end += 2
      }
      return end
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}

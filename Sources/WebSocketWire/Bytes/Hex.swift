/// Bytes as pairs of lower-case hexadecimal digits.
public enum Hex {
  /// One byte as two digits.
  public static func byte(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }

  /// `81 05`: pairs with a space between them.
  public static func spaced(_ bytes: some Sequence<UInt8>) -> String {
    digits(of: bytes, separator: 0x20)
  }

  /// `8105`: pairs and nothing else.
  public static func packed(_ bytes: some Sequence<UInt8>) -> String {
    digits(of: bytes, separator: nil)
  }

  /// Two digits for each byte, with the separator between them; the result takes no more memory than it has characters.
  private static func digits(of bytes: some Sequence<UInt8>, separator: UInt8?) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.underestimatedCount * (separator == nil ? 2 : 3))
    for byte in bytes {
      if let separator, !text.isEmpty { text.append(separator) }
      text.append(digit(byte >> 4))
      text.append(digit(byte & 0x0F))
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}

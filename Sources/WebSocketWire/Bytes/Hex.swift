/// Bytes as pairs of lower-case hexadecimal digits.
public enum Hex {
  /// One byte as two digits.
  public static func byte(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }

  /// `81 05`: pairs with a space between them.
  public static func spaced(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map(byte).joined(separator: " ")
  }

  /// `8105`: pairs and nothing else.
  public static func packed(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map(byte).joined()
  }
}

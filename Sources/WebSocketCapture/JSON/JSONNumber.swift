/// A number of JSON by its value, which is exact however many digits it has; `7`, `7.0` and `70e-1` are the same (RFC 8259 6).
package struct JSONNumber: Hashable, Sendable {
  private let isNegative: Bool
  /// The digits between the first and the last that is not 0; none for zero.
  private let digits: [UInt8]
  /// The power of ten that the digits, read as an integer, are multiplied with.
  private let exponent: Int

  /// Takes a number as `JSONReader.number()` returns it. An exponent beyond 18 digits is the same only as one that is spelled like it.
  package init(_ spelling: String) {
    let bytes = Array(spelling.utf8)
    let mark = bytes.firstIndex { $0 == 0x65 || $0 == 0x45 } ?? bytes.endIndex
    let point = bytes[..<mark].firstIndex(of: 0x2E) ?? mark
    let mantissa = bytes[..<mark].filter { 0x30...0x39 ~= $0 }
    let significant = mantissa.drop { $0 == 0x30 }
    let zeros = significant.reversed().prefix { $0 == 0x30 }.count
    guard significant.count > zeros else {
      (isNegative, digits, exponent) = (false, [], 0)
      return
    }
    isNegative = bytes.first == 0x2D
    let fraction = max(0, mark - point - 1)
    if let power = Self.power(bytes[mark...].dropFirst()) {
      digits = Array(significant.dropLast(zeros))
      exponent = power - fraction + zeros
    } else {
      (digits, exponent) = (bytes, .max)
    }
  }

  /// The number after the `e`; nil for one of more than 18 digits.
  private static func power(_ text: ArraySlice<UInt8>) -> Int? {
    let digits = text.drop { $0 == 0x2B || $0 == 0x2D }.drop { $0 == 0x30 }
    guard digits.count <= 18 else { return nil }
    let size = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    return text.first == 0x2D ? -size : size
  }
}

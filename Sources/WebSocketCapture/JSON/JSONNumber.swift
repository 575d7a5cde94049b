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

  /// The number, where it is an integer of 0 to 2^64-1.
  package var integer: UInt64? { exponent >= 0 ? scaled(by: exponent) : nil }

  /// The number as one of seconds, to the nanosecond; nil for a negative one and for more than 2^63-1 nanoseconds.
  package var seconds: Duration? {
    guard exponent != .max else { return nil }
    guard exponent < -9 else {
      return scaled(by: exponent + 9).flatMap { Int64(exactly: $0) }.map { .nanoseconds($0) }
    }
    let kept = max(0, digits.count + exponent + 9)
    let nanoseconds = Self.value(digits.prefix(kept)).flatMap { Int64(exactly: $0) }
    return isNegative ? nil : nanoseconds.map { .nanoseconds($0) }
  }

  private func scaled(by power: Int) -> UInt64? {
    guard !isNegative, power <= 19 else { return digits.isEmpty ? 0 : nil }
    guard let value = Self.value(digits[...]) else { return nil }
    return (0..<power).reduce(value as UInt64?) { product, _ in
      product.flatMap { $0.multipliedReportingOverflow(by: 10) }.flatMap {
        $0.overflow ? nil : $0.partialValue
      }
    }
  }

  private static func value(_ digits: ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for digit in digits {
      let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflows) = product.addingReportingOverflow(UInt64(digit & 0x0F))
      if isTooLarge || overflows { return nil }
      value = sum
    }
    return value
  }
}

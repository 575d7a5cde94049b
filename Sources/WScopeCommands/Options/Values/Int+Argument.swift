import WebSocketWire

extension Int {
  /// Reads a number in this range, as an option's value: digits without a sign.
  static func argument(in range: ClosedRange<Int>) -> @Sendable (String) throws -> Int {
    { text in
      guard let number = Digits.decimal(text), range.contains(number) else {
        throw ValueError(expected: "\(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }
  }
}

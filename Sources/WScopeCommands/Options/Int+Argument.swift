extension Int {
  /// Reads a number in this range, as an option's value.
  static func argument(in range: ClosedRange<Int>) -> @Sendable (String) throws -> Int {
    { text in
      guard let number = Int(text), range.contains(number) else {
        throw ValueError(expected: "\(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }
  }
}

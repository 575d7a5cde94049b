/// A time as people type it: 0 or more seconds, fractions are fine.
struct Seconds {
  /// The longest time that is taken for one, in seconds: about thirty years.
  private static let most = 1_000_000_000
  static let range = "0 to \(most) seconds"

  let duration: Duration

  init(argument: String) throws(ValueError) {
    // Double alone reads signs, exponents and hexadecimal digits as well.
    guard argument.utf8.allSatisfy({ 0x30...0x39 ~= $0 || $0 == 0x2E }), let seconds = Double(argument),
      (0...Double(Self.most)).contains(seconds)
    else { throw ValueError(expected: Self.range) }
    duration = .seconds(seconds)
  }

  init(_ seconds: Int) { duration = .seconds(seconds) }
}

/// How many times as fast as it was recorded time passes, the value of `--speed`.
struct ReplaySpeed {
  let factor: Double

  static let normal = ReplaySpeed(factor: 1)

  private init(factor: Double) { self.factor = factor }

  init(argument: String) throws(ValueError) {
    // Double alone reads signs, exponents and hexadecimal digits as well.
    guard argument.utf8.allSatisfy({ 0x30...0x39 ~= $0 || $0 == 0x2E }), let factor = Double(argument),
      (0.001...1_000_000).contains(factor)
    else { throw ValueError(expected: "0.001 to 1000000, where 1 is the recorded speed") }
    self.factor = factor
  }
}

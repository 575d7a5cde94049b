/// Unicode in letters, digits and hyphens (RFC 3492).
enum Punycode {
  private static let (base, minimum, maximum, skew, damp): (Int, Int, Int, Int, Int) = (36, 1, 26, 38, 700)
  private static let (firstBias, firstScalar) = (72, 0x80)

  /// The label without the prefix `xn--`. The label has at most 63 scalars.
  static func encode(_ label: some StringProtocol) -> String {
    let scalars = label.unicodeScalars.map { Int($0.value) }
    let basic = scalars.filter { $0 < firstScalar }
    var output = basic.map { UInt8(truncatingIfNeeded: $0) } + (basic.isEmpty ? [] : [0x2D])
    var (scalar, delta, bias, done) = (firstScalar, 0, firstBias, basic.count)
    while done < scalars.count {
      let next = scalars.filter { $0 >= scalar }.min() ?? scalar
      delta += (next - scalar) * (done + 1)
      scalar = next
      for value in scalars {
        if value < scalar { delta += 1 }
        guard value == scalar else { continue }
        output += digits(of: delta, bias)
        bias = adapt(delta, done + 1, isFirst: done == basic.count)
        (delta, done) = (0, done + 1)
      }
      delta += 1
      scalar += 1
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// A number with digits of varying weight (RFC 3492 3.3).
  private static func digits(of number: Int, _ bias: Int) -> [UInt8] {
    var output: [UInt8] = []
    var (rest, position) = (number, base)
    while true {
      let threshold = min(max(position - bias, minimum), maximum)
      guard rest >= threshold else { return output + [digit(rest)] }
      output.append(digit(threshold + (rest - threshold) % (base - threshold)))
      rest = (rest - threshold) / (base - threshold)
      position += base
    }
  }

  private static func digit(_ value: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: value < 26 ? 0x61 + value : 0x16 + value)
  }

  private static func adapt(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / damp : delta / 2
    delta += delta / count
    var bias = 0
    while delta > (base - minimum) * maximum / 2 {
      delta /= base - minimum
      bias += base
    }
    return bias + (base - minimum + 1) * delta / (delta + skew)
  }
}

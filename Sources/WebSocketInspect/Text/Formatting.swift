/// Numbers in the words of people.
package enum Formatting {
  /// `1 byte`, `7 bytes`, and from 1000 on with one decimal: `18.4 kB`.
  package static func bytes(_ n: UInt64) -> String {
    guard n >= 1000 else { return exactBytes(n) }
    var divisor: UInt64 = 1000
    let names = ["kB", "MB", "GB", "TB", "PB", "EB"]
    for (index, name) in names.enumerated() {
      let tenths = rounded(n, by: divisor / 10)
      if tenths < 10000 || index == names.count - 1 { return "\(tenths / 10).\(tenths % 10) \(name)" }
      divisor *= 1000
    }
    return exactBytes(n)
  }

  /// `0.003 ms`, `0.31 ms`, `1.24 ms`, `34 ms`, `2.3 s`, `2 min 14 s`, `3 h 5 min`: at most three digits that matter.
  ///
  /// Below a second the unit is always the same, so that times in a column compare at a glance; the smallest step is 1 µs.
  package static func duration(_ d: Duration) -> String {
    let (seconds, attoseconds) = d.components
    if seconds < 0 || attoseconds < 0 { return "-" + duration(.zero - d) }
    return duration(seconds: UInt64(seconds), nanoseconds: UInt64(attoseconds) / 1_000_000_000)
  }

  /// The same of a number of nanoseconds.
  package static func duration(nanoseconds: UInt64) -> String {
    let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    return duration(seconds: seconds, nanoseconds: rest)
  }

  private static func duration(seconds: UInt64, nanoseconds: UInt64) -> String {
    switch seconds {
    case 0:
      switch nanoseconds {
      case 0: "0 ms"
      case ..<100_000: decimal(rounded(nanoseconds, by: 1000), places: 3, " ms")
      case ..<9_995_000: decimal(rounded(nanoseconds, by: 10_000), places: 2, " ms")
      case ..<99_950_000: decimal(rounded(nanoseconds, by: 100_000), places: 1, " ms")
      case ..<999_500_000: "\(rounded(nanoseconds, by: 1_000_000)) ms"
      default: "1 s"
      }
    case ..<60: decimal(seconds * 10 + rounded(nanoseconds, by: 100_000_000), places: 1, " s")
    case ..<3600: "\(seconds / 60) min \(seconds % 60) s"
    default: "\(seconds / 3600) h \(seconds % 3600 / 60) min"
    }
  }

  /// `1 frame`, `2 frames`, `2 replies`.
  package static func count(_ n: Int, _ noun: String) -> String {
    if n == 1 { return "1 \(noun)" }
    let vowels: Set<Character> = ["a", "e", "i", "o", "u"]
    if noun.hasSuffix("y"), let before = noun.dropLast().last, !vowels.contains(before) {
      return "\(n) \(noun.dropLast())ies"
    }
    return "\(n) \(noun)s"
  }

  /// `1 byte`, `65536 bytes`: never rounded.
  static func exactBytes(_ n: UInt64) -> String { n == 1 ? "1 byte" : "\(n) bytes" }

  private static func rounded(_ n: UInt64, by divisor: UInt64) -> UInt64 {
    let (quotient, remainder) = n.quotientAndRemainder(dividingBy: divisor)
    return remainder >= divisor - remainder ? quotient + 1 : quotient
  }

  /// A number that was multiplied by a power of ten, without the zeros at its end, and its unit.
  ///
  /// Most frames of a live view have one, so it is made in one piece, which a string of its length holds without memory.
  private static func decimal(_ scaled: UInt64, places: Int, _ unit: StaticString) -> String {
    var (rest, places) = (scaled, places)
    while places > 0, rest % 10 == 0 { (rest, places) = (rest / 10, places - 1) }
    var digits = 1
    var power: UInt64 = 10
    while digits <= places || power <= rest { (digits, power) = (digits + 1, power &* 10) }
    let point = places > 0 ? digits - places : digits
    let end = places > 0 ? digits + 1 : digits
    let unit = UnsafeBufferPointer(start: unit.utf8Start, count: unit.utf8CodeUnitCount)
    return String(unsafeUninitializedCapacity: end + unit.count) { target in
      for place in (0..<end).reversed() {
        if place == point {
          target[place] = 0x2E
        } else {
          target[place] = 0x30 | UInt8(truncatingIfNeeded: rest % 10)
          rest /= 10
        }
      }
      _ = target[end...].initialize(fromContentsOf: unit)
      return end + unit.count
    }
  }
}

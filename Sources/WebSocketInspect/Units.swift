/// Numbers in the words of people.
public enum Units {
  /// `1 byte`, `7 bytes`, and from 1000 on with one decimal: `18.4 kB`.
  public static func bytes(_ n: UInt64) -> String {
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

  /// `0.31 ms`, `1.24 ms`, `34 ms`, `2.3 s`, `2 min 14 s`, `3 h 5 min`: at most three digits that matter.
  public static func duration(_ d: Duration) -> String {
    let (seconds, attoseconds) = d.components
    if seconds < 0 || attoseconds < 0 { return "-" + duration(.zero - d) }
    let whole = UInt64(seconds)
    let nanoseconds = UInt64(attoseconds) / 1_000_000_000
    switch whole {
    case 0:
      switch nanoseconds {
      case 0: return "0 ms"
      case ..<10_000: return decimal(rounded(nanoseconds, by: 10), places: 2) + " µs"
      case ..<9_995_000: return decimal(rounded(nanoseconds, by: 10_000), places: 2) + " ms"
      case ..<99_950_000: return decimal(rounded(nanoseconds, by: 100_000), places: 1) + " ms"
      case ..<999_500_000: return "\(rounded(nanoseconds, by: 1_000_000)) ms"
      default: return "1 s"
      }
    case ..<60: return decimal(whole * 10 + rounded(nanoseconds, by: 100_000_000), places: 1) + " s"
    case ..<3600: return "\(whole / 60) min \(whole % 60) s"
    default: return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
  }

  /// `1 frame`, `2 frames`, `2 replies`.
  public static func count(_ n: Int, _ noun: String) -> String {
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

  /// A number that was multiplied by a power of ten, without the zeros at its end.
  private static func decimal(_ scaled: UInt64, places: Int) -> String {
    var digits = String(scaled)
    digits = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    let whole = digits.dropLast(places)
    var fraction = digits.suffix(places)
    while fraction.last == "0" { fraction.removeLast() }
    return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
  }
}

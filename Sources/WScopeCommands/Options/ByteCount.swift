import ArgumentParser

/// A number of bytes, with `k`, `M`, `G` (or `KiB`, `MiB`, `GiB`) for powers of 1024.
struct ByteCount: ExpressibleByArgument {
  let value: UInt64

  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    let factors: [String: UInt64] = [
      "": 1, "B": 1, "k": 1 << 10, "K": 1 << 10, "KiB": 1 << 10, "M": 1 << 20, "MiB": 1 << 20, "G": 1 << 30,
      "GiB": 1 << 30,
    ]
    let unit = String(argument.dropFirst(digits.count).drop { $0 == " " })
    guard let number = UInt64(digits), let factor = factors[unit] else { return nil }
    let (value, overflow) = number.multipliedReportingOverflow(by: factor)
    if overflow { return nil }
    self.value = value
  }
}

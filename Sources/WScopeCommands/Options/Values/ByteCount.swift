/// A number of bytes, with `k`, `M`, `G` (or `KiB`, `MiB`, `GiB`) for powers of 1024.
struct ByteCount {
  let value: UInt64

  init(argument: String) throws(ValueError) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    let factors: [String: UInt64] = [
      "": 1, "B": 1, "k": 1 << 10, "K": 1 << 10, "KiB": 1 << 10, "M": 1 << 20, "MiB": 1 << 20, "G": 1 << 30,
      "GiB": 1 << 30,
    ]
    let rest = argument.dropFirst(digits.count)
    let unit = String(rest.drop { $0 == " " })
    let product = UInt64(digits).flatMap { number in
      factors[unit].map { number.multipliedReportingOverflow(by: $0) }
    }
    guard let product, !product.overflow, rest.isEmpty == unit.isEmpty else {
      throw ValueError(expected: "0 to \(UInt64.max) bytes, such as 500, 64k or 16M")
    }
    value = product.partialValue
  }
}

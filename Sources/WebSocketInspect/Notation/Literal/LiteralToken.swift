/// A piece of source code, or of what a program prints of its values.
struct LiteralToken {
  enum Kind: Equatable {
    /// A name or a number.
    case word
    /// A string without its quotes; `prefix` is the word in front of them.
    case string(prefix: String)
    /// One of `( [ { <<`, as the byte of the first sign.
    case open(UInt8)
    case close(UInt8)
    /// Any other sign.
    case sign(UInt8)
    case ellipsis
  }

  let kind: Kind
  /// In the text, without quotes.
  let range: Range<Int>

  /// Whether it closes what the sign opens.
  func closes(_ sign: UInt8) -> Bool {
    switch sign {
    case 0x28: kind == .close(0x29)
    case 0x3C: kind == .close(0x3E)
    default: kind == .close(sign + 2)
    }
  }

  func isSign(_ character: Unicode.Scalar) -> Bool { kind == .sign(UInt8(ascii: character)) }
}

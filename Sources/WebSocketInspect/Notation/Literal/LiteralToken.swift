/// A piece of source code, or of what a program prints of its values.
struct LiteralToken {
  enum Kind: Equatable {
    /// A name or a number.
    case word
    /// Many numbers with the same sign between them: a comma, a semicolon, or a space for blanks alone.
    case run(UInt8)
    /// A string without its quotes.
    case string(Prefix)
    /// One of `( [ { <<`, as the byte of the first sign.
    case open(UInt8)
    case close(UInt8)
    /// Any other sign.
    case sign(UInt8)
    case ellipsis
  }

  /// What the word in front of a string's quotes says of it.
  enum Prefix {
    case none
    /// `b`: its characters and escapes are bytes.
    case bytes
    /// `x`: its characters are hex digits.
    case hex
    /// `r`, also with another letter: nothing in it is an escape.
    case raw
    case other

    init(_ word: ArraySlice<UInt8>) {
      switch String(decoding: word, as: UTF8.self).lowercased() {
      case "": self = .none
      case "b": self = .bytes
      case "x": self = .hex
      case let word: self = word.contains("r") ? .raw : .other
      }
    }
  }

  let kind: Kind
  /// The numbers of a run.
  let count: UInt32
  /// In the text, without quotes.
  let range: Range<Int>

  init(kind: Kind, range: Range<Int>, count: Int = 1) {
    (self.kind, self.range, self.count) = (kind, range, UInt32(clamping: count))
  }

  /// Whether it closes what the sign opens.
  func closes(_ sign: UInt8) -> Bool {
    switch sign {
    case 0x28: kind == .close(0x29)
    case 0x3C: kind == .close(0x3E)
    default: kind == .close(sign + 2)
    }
  }

  func isSign(_ character: Unicode.Scalar) -> Bool { kind == .sign(UInt8(ascii: character)) }

  /// Whether letters that could be hex digits are the name of an array or a value, by the token after them: `a[] =`, `b = `.
  func isVariable(before next: LiteralToken?, in bytes: [UInt8]) -> Bool {
    guard kind == .word, let next else { return false }
    return (next.kind == .open(0x5B) || next.isSign("=")) && bytes[range].allSatisfy(\.isLetter)
  }

  /// Whether it is one of the signs between the elements of a list.
  var isSeparator: Bool { isSign(",") || isSign(";") }
}

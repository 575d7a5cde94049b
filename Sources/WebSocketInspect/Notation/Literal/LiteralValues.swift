/// The bytes that numbers and strings of a text spell.
struct LiteralValues {
  private let text: [UInt8]
  /// Whether the type of the numbers is known to be one of bytes.
  private let isTyped: Bool
  private let expectsFrames: Bool

  init(bytes text: [UInt8], isTyped: Bool, expectsFrames: Bool) {
    (self.text, self.isTyped, self.expectsFrames) = (text, isTyped, expectsFrames)
  }

  func bytes(of items: [LiteralGroup.Item]) throws(ParseError) -> [UInt8] {
    var list = NumberList(in: text, isTyped: isTyped, expecting: expectsFrames)
    for item in items {
      switch item {
      case .number(let range): try list.add(range)
      case .run(let range, _): for element in LiteralRun(range, in: text) { try list.add(element.number) }
      case .string(let literal): for byte in try bytes(of: literal) { list.append(byte) }
      }
    }
    return try list.read()
  }

  func bytes(of literal: LiteralGroup.Literal) throws(ParseError) -> [UInt8] {
    if literal.prefix == .hex { return try HexReader.read(text, in: literal.range) }
    guard literal.prefix != .raw || !text[literal.range].contains(0x5C) else {
      throw ParseError(
        at: literal.range.lowerBound, in: text, "in a raw string a backslash is a byte of its own",
        isCertain: true)
    }
    return try EscapedText.read(
      literal.range, in: text, expecting: expectsFrames, isPaired: isMarked(literal)
    ).values
  }

  /// Whether `b` is in front of the quotes, as in Python and Rust, so that an escape has two hex digits.
  private func isMarked(_ literal: LiteralGroup.Literal) -> Bool {
    let quote = literal.range.lowerBound - 1
    return quote > 0 && text[quote - 1] | 0x20 == 0x62
  }

  /// Ranges of strings of bytes in which nothing is escaped, so that their text may spell bytes, as Python's `hexlify` has it.
  func unescaped(_ items: [LiteralGroup.Item]) -> [Range<Int>]? {
    var ranges: [Range<Int>] = []
    for item in items {
      guard case .string(let literal) = item, literal.prefix == .bytes,
        !text[literal.range].contains(0x5C)
      else { return nil }
      ranges.append(literal.range)
    }
    return ranges
  }
}

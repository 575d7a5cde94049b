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
    var words: [Range<Int>] = []
    for case .number(let range) in items { words.append(range) }
    var numbers = try NumberList(words, in: text, isTyped: isTyped, expecting: expectsFrames).read()
      .makeIterator()
    var result: [UInt8] = []
    for item in items {
      switch item {
      case .number: if let value = numbers.next() { result.append(value) }
      case .string(let literal): result += try bytes(of: literal)
      }
    }
    return result
  }

  func bytes(of literal: LiteralGroup.Literal) throws(ParseError) -> [UInt8] {
    let prefix = literal.prefix.lowercased()
    if prefix == "x" { return try HexReader.read(text, in: literal.range) }
    guard !prefix.contains("r") || !text[literal.range].contains(0x5C) else {
      throw ParseError(
        at: literal.range.lowerBound, in: text, "in a raw string a backslash is a byte of its own",
        isCertain: true)
    }
    return try EscapedText.read(literal.range, in: text, expecting: expectsFrames).values
  }

  /// Ranges of strings of bytes in which nothing is escaped, so that their text may spell bytes, as Python's `hexlify` has it.
  func unescaped(_ items: [LiteralGroup.Item]) -> [Range<Int>]? {
    var ranges: [Range<Int>] = []
    for item in items {
      guard case .string(let literal) = item, literal.prefix.lowercased() == "b",
        !text[literal.range].contains(0x5C)
      else { return nil }
      ranges.append(literal.range)
    }
    return ranges
  }
}

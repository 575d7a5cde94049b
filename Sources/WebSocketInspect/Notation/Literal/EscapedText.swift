/// The bytes of a string literal, whatever language wrote it.
struct EscapedText {
  /// What the string is where escapes of digits are octal, as in C, Python and strace; nil where they cannot be.
  private var octal: [UInt8]? = []
  /// The same where they are decimal, as in Lua and OCaml.
  private var decimal: [UInt8]? = []
  /// The same where `\0` is a zero whatever follows, as in Rust and Swift.
  private var plainZero: [UInt8]? = []
  private(set) var hasEscape = false
  /// Whether more hex digits come after the two of a `\\x`, which some languages read as part of it.
  private var hasLongEscape = false
  private let bytes: [UInt8]
  private var index: Int
  private let end: Int

  /// The characters of a range, without the quotes around them. `isPaired`: `\x` has two digits for sure. Fails at an escape that is not
  /// known.
  static func read(
    _ range: Range<Int>, in bytes: [UInt8], expecting frames: Bool, isPaired: Bool = false
  ) throws(ParseError) -> (values: [UInt8], hasEscape: Bool) {
    if frames, let packed = packed(range, in: bytes), FrameLikeness(packed) > .none { return (packed, true) }
    var text = EscapedText(bytes: bytes, range: range)
    if bytes[range].starts(with: "\\\\x".utf8) || bytes[range].starts(with: "\\\\u".utf8)
      || isEscapedTwice(bytes[range])
    {
      throw text.error(
        at: range.lowerBound, "the backslashes of this string are escaped themselves; undo that first")
    }
    while text.index < text.end { try text.readCharacter() }
    if frames, text.hasLongEscape, !isPaired, FrameLikeness(text.octal ?? text.decimal ?? []) == .none {
      throw text.error(at: range.lowerBound, "the escapes of this string may have more than two digits")
    }
    if frames, let zero = text.plainZero, zero != text.octal, FrameLikeness(zero) == .whole,
      FrameLikeness(text.octal ?? []) < .whole, FrameLikeness(text.decimal ?? []) < .whole
    {
      return (zero, true)
    }
    switch (text.octal, text.decimal) {
    case (let values?, nil), (nil, let values?): return (values, text.hasEscape)
    case (let octal?, let decimal?):
      if octal == decimal { return (octal, text.hasEscape) }
      if frames, let best = FrameLikeness.best([octal, decimal]) { return (best, true) }
    case (nil, nil): break
    }
    throw text.error(
      at: range.lowerBound, "the escapes of this string can be octal or decimal; write them as \\x81")
  }

  /// The bytes of `\\x8105`, as PostgreSQL writes them; nil for other strings.
  private static func packed(_ range: Range<Int>, in bytes: [UInt8]) -> [UInt8]? {
    let text = bytes[range].starts(with: "\\\\".utf8) ? bytes[range].dropFirst() : bytes[range]
    guard text.starts(with: "\\x".utf8), text.count >= 6, text.dropFirst(2).allSatisfy({ $0.hexValue != nil })
    else { return nil }
    return try? HexReader.read(bytes, in: text.startIndex + 2..<range.upperBound)
  }

  private static func isEscapedTwice(_ text: ArraySlice<UInt8>) -> Bool {
    text.starts(with: "\\\\".utf8) && text.dropFirst(2).first?.isDecimal == true
  }

  private init(bytes: [UInt8], range: Range<Int>) {
    self.bytes = bytes
    index = range.lowerBound
    end = range.upperBound
  }

  private mutating func append(_ value: UInt8) {
    octal?.append(value)
    decimal?.append(value)
    plainZero?.append(value)
  }

  private mutating func readCharacter() throws(ParseError) {
    let byte = bytes[index]
    if byte == 0x5C { return try readEscape() }
    guard 0x20...0x7E ~= byte || byte == 0x09 else {
      throw error(
        at: index,
        byte == 0x0A || byte == 0x0D
          ? "a string goes on in the next line, and it cannot be told which bytes that adds"
          : "a character beyond ASCII in a string can be one byte or several; write it as \\x81")
    }
    append(byte)
    index += 1
  }

  private mutating func readEscape() throws(ParseError) {
    let start = index
    guard index + 1 < end else { throw error(at: index, "a backslash with nothing after it") }
    let letter = bytes[index + 1]
    hasEscape = true
    index += 2
    switch letter {
    case 0x78: try readHex(start)
    case 0x75, 0x55: try readScalar(start, digits: letter == 0x75 ? 4 : 8)
    case 0x30...0x39: try readDigits()
    // Haskell has `\&` between an escape of digits and a digit.
    case 0x0A, 0x26: break
    case 0x0D where index < end && bytes[index] == 0x0A: index += 1
    default:
      guard let value = Self.simple[letter] else {
        throw error(at: start, "the escape \\\(Escaper.line(bytes: [letter])) is not known")
      }
      append(value)
    }
  }

  /// The escapes of one letter, in C and its descendants.
  private static let simple: [UInt8: UInt8] = [
    0x61: 7, 0x62: 8, 0x74: 9, 0x6E: 10, 0x76: 11, 0x66: 12, 0x72: 13, 0x65: 27, 0x5C: 0x5C, 0x22: 0x22,
    0x27: 0x27,
    0x3F: 0x3F, 0x2F: 0x2F, 0x24: 0x24, 0x60: 0x60, 0x23: 0x23, 0x40: 0x40,
  ]

  /// `\x81` has two digits, as in all languages but C, or one where no other follows; `\x{81}` is Perl's.
  private mutating func readHex(_ start: Int) throws(ParseError) {
    let isBraced = index < end && bytes[index] == 0x7B
    if isBraced { index += 1 }
    let first = index
    while index < end, index - first < 2, bytes[index].hexValue != nil { index += 1 }
    guard index > first, isBraced || index - first == 2 else {
      throw error(at: start, "\\x with fewer than two digits")
    }
    append(bytes[first..<index].reduce(0) { $0 << 4 | ($1.hexValue ?? 0) })
    guard isBraced else {
      hasLongEscape = hasLongEscape || index < end && bytes[index].hexValue != nil
      return
    }
    guard index < end, bytes[index] == 0x7D else { throw error(at: start, "this escape is not one byte") }
    index += 1
  }

  /// `\u0005` and `\u{5}` are bytes below 80; above, they can mean one byte or two.
  private mutating func readScalar(_ start: Int, digits: Int) throws(ParseError) {
    let isBraced = index < end && bytes[index] == 0x7B
    if isBraced { index += 1 }
    let first = index
    while index < end, index - first < (isBraced ? 8 : digits), bytes[index].hexValue != nil { index += 1 }
    let value = bytes[first..<index].reduce(UInt32(0)) { $0 << 4 | UInt32($1.hexValue ?? 0) }
    guard index > first, isBraced || index - first == digits, !isBraced || index < end && bytes[index] == 0x7D
    else {
      throw error(at: start, "\\u with fewer digits than it has")
    }
    if isBraced { index += 1 }
    guard value < 0x80 else {
      throw error(
        at: start,
        "\(Escaper.line(bytes: bytes[start..<index])) can be one byte or two of UTF-8; write it as \\x81")
    }
    append(UInt8(value))
  }

  /// `\201` is octal or decimal, of one to three digits; an 8 or 9 among them is not left to be a character after octal ones.
  private mutating func readDigits() throws(ParseError) {
    let first = index - 1
    let end = bytes[first..<min(end, first + 3)].firstIndex { !$0.isDecimal } ?? min(end, first + 3)
    let isOctal = bytes[first..<end].allSatisfy { $0 <= 0x37 }
    add(isOctal ? bytes[first..<end].reduce(0) { $0 * 8 + Int($1 - 0x30) } : 256, to: &octal)
    add(bytes[first..<end].reduce(0) { $0 * 10 + Int($1 - 0x30) }, to: &decimal)
    if bytes[first] == 0x30 { plainZero? += [0] + bytes[first + 1..<end] } else { plainZero = nil }
    index = end
    guard octal != nil || decimal != nil else {
      throw error(at: first - 1, "the digits after this backslash are neither octal nor decimal for a byte")
    }
  }

  /// Adds a value that is a byte; others end the reading.
  private func add(_ value: Int, to values: inout [UInt8]?) {
    if let byte = UInt8(exactly: value) { values?.append(byte) } else { values = nil }
  }

  private func error(at index: Int, _ words: String) -> ParseError {
    ParseError(at: index, in: bytes, words, isCertain: true)
  }
}

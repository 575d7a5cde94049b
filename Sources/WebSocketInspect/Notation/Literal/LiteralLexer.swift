/// Cuts source code into tokens, without its comments: `//`, `#` and `/* */`.
struct LiteralLexer {
  /// A token takes some hundred bytes until it is read.
  private static let tokenLimit = 500_000

  private let bytes: [UInt8]
  private var index = 0
  private var tokens: [LiteralToken] = []
  /// How far there is no run of numbers.
  private var searched = 0

  static func tokens(of bytes: [UInt8]) throws(ParseError) -> [LiteralToken] {
    var lexer = LiteralLexer(bytes: bytes)
    while lexer.index < bytes.count {
      try lexer.take()
      guard lexer.tokens.count <= tokenLimit else {
        throw ParseError(
          at: lexer.index, in: bytes,
          "there are too many words and signs in this; write this many bytes in hex, or as a plain list",
          lacksBytes: true)
      }
    }
    return lexer.tokens
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func at(_ offset: Int) -> UInt8 { index + offset < bytes.count ? bytes[index + offset] : 0 }

  private mutating func take() throws(ParseError) {
    if takesRun() { return }
    let byte = bytes[index]
    if byte == 0x2F || byte == 0x23, let end = CodeComment.end(at: index, in: bytes, before: bytes.count) {
      if CodeComment.isEllipsis(index..<end, in: bytes) {
        add(.ellipsis, length: end - index)
      } else {
        index = end
      }
      return
    }
    switch byte {
    case 0x0A, 0x20: index += 1
    case _ where byte.isBlank: index += 1
    case 0x22, 0x27: try takeString(.none)
    case 0x28, 0x5B, 0x7B: add(.open(byte), length: 1)
    case 0x29, 0x5D, 0x7D: add(.close(byte), length: 1)
    case 0x3C where takesBuffer(): break
    case 0x23 where takesHandle(): break
    case 0x3C where at(1) == 0x3C: add(.open(byte), length: 2)
    case 0x3E where at(1) == 0x3E: add(.close(byte), length: 2)
    case SpelledText.ellipsis: add(.ellipsis, length: 1)
    case 0x2E where at(1) == 0x2E && at(2) == 0x2E: add(.ellipsis, length: 3)
    case 0x3F where at(1) == 0x3F: add(.ellipsis, length: 2)
    case _ where Self.isWord(byte) || isMinus: try takeWord()
    default: add(.sign(byte), length: 1)
    }
  }

  /// Takes `<Buffer 81 05>` and `<81 05>` of Node, also inside of an object, as a string of hex digits.
  private mutating func takesBuffer() -> Bool {
    let mark = bytes[index...].starts(with: "<Buffer".utf8) ? 7 : 1
    let digits = bytes[(index + mark)...].prefix { $0.hexValue != nil || $0.isBlank }
    guard let close = mark == 1 ? digits.endIndex : bytes[index...].firstIndex(of: 0x3E), close < bytes.count,
      bytes[close] == 0x3E, mark > 1 || digits.count > 4
    else { return false }
    tokens.append(LiteralToken(kind: .string(.hex), range: index + mark..<close))
    index = close + 1
    return true
  }

  /// Takes `#Port<0.5>` of Erlang as a name.
  private mutating func takesHandle() -> Bool {
    guard at(1).isLetter, let open = bytes[index...].dropFirst().firstIndex(where: { !$0.isLetter }),
      bytes[open] == 0x3C,
      let close = bytes[open...].prefix(64).firstIndex(of: 0x3E)
    else { return false }
    tokens.append(LiteralToken(kind: .word, range: index..<open))
    index = close + 1
    return true
  }

  /// Takes the middle of a long list, after its first number and the sign after that.
  private mutating func takesRun() -> Bool {
    guard index >= searched, bytes.count - index > 2 * LiteralRun.least, let last = tokens.last,
      !bytes[index].isBlank, bytes[index] != 0x0A
    else { return false }
    let number = last.isSeparator ? tokens.dropLast().last : last
    guard let number, number.kind == .word, NumberList.isNumber(number.range, in: bytes) else { return false }
    let (run, end) = LiteralRun.find(at: index, in: bytes)
    if let run {
      tokens.append(run)
      index = end
    }
    searched = end
    return run != nil
  }

  private mutating func add(_ kind: LiteralToken.Kind, length: Int) {
    tokens.append(LiteralToken(kind: kind, range: index..<index + length))
    index += length
  }

  // MARK: Words and strings

  static func isWord(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDecimal || byte == 0x5F || byte == 0x24 || byte == 0x26 || byte == 0x2E
  }

  /// Whether a minus begins a number, and is not between two.
  private var isMinus: Bool {
    bytes[index] == 0x2D && at(1).isDecimal && (index == 0 || !Self.isWord(bytes[index - 1]))
  }

  private mutating func takeWord() throws(ParseError) {
    let start = index
    index = Self.endOfWord(at: start, in: bytes)
    let isString = index < bytes.count && (bytes[index] == 0x22 || bytes[index] == 0x27)
    if isString, index - start <= 2, !bytes[start].isDecimal {
      try takeString(LiteralToken.Prefix(bytes[start..<index]))
    } else {
      tokens.append(LiteralToken(kind: .word, range: start..<index))
    }
  }

  /// The place after the word at a place, which an ellipsis ends. A number sign in it ends the base of a number, as in
  /// Erlang's `16#81`.
  static func endOfWord(at start: Int, in bytes: [UInt8]) -> Int {
    var index = start + 1
    while index < bytes.count {
      let isRadixMark =
        bytes[index] == 0x23 && bytes[start..<index].elementsEqual("16".utf8)
        && index + 1 < bytes.count && bytes[index + 1].hexValue != nil
      // The type of a number in Nim.
      if bytes[index] == 0x27, bytes[start].isDecimal, bytes[(index + 1)...].starts(with: "u8".utf8) {
        return index + 3
      }
      guard isWord(bytes[index]) || isRadixMark,
        bytes[index] != 0x2E || !bytes[index...].starts(with: "...".utf8)
      else { break }
      index += 1
    }
    return index
  }

  private mutating func takeString(_ prefix: LiteralToken.Prefix) throws(ParseError) {
    let quote = bytes[index]
    let start = index + 1
    var end = start
    while end < bytes.count, bytes[end] != quote { end += bytes[end] == 0x5C ? 2 : 1 }
    guard end < bytes.count else { throw ParseError(at: index, in: bytes, "this quote is not closed") }
    tokens.append(LiteralToken(kind: .string(prefix), range: start..<end))
    index = end + 1
  }
}

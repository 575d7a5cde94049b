/// Cuts source code into tokens, without its comments: `//`, `#` and `/* */`.
struct LiteralLexer {
  /// A token takes some hundred bytes until it is read.
  private static let tokenLimit = 2_000_000

  private let bytes: [UInt8]
  private var index = 0
  private var tokens: [LiteralToken] = []

  static func tokens(of bytes: [UInt8]) throws(ParseError) -> [LiteralToken] {
    var lexer = LiteralLexer(bytes: bytes)
    while lexer.index < bytes.count {
      try lexer.take()
      guard lexer.tokens.count <= tokenLimit else {
        throw ParseError(
          at: lexer.index, in: bytes,
          "a list of more than a million numbers is read if it is plain decimal or 0x alone",
          isCertain: true)
      }
    }
    return lexer.tokens
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func at(_ offset: Int) -> UInt8 { index + offset < bytes.count ? bytes[index + offset] : 0 }

  private mutating func take() throws(ParseError) {
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
    case 0x22, 0x27: try takeString(prefix: "")
    case 0x28, 0x5B, 0x7B: add(.open(byte), length: 1)
    case 0x29, 0x5D, 0x7D: add(.close(byte), length: 1)
    case 0x3C where takesBuffer(): break
    case 0x23 where takesHandle(): break
    case 0x3C where at(1) == 0x3C: add(.open(byte), length: 2)
    case 0x3E where at(1) == 0x3E: add(.close(byte), length: 2)
    case SpelledText.ellipsis: add(.ellipsis, length: 1)
    case 0x2E where at(1) == 0x2E && at(2) == 0x2E: add(.ellipsis, length: 3)
    case _ where Self.isWord(byte) || isMinus: try takeWord()
    default: add(.sign(byte), length: 1)
    }
  }

  /// Takes `<Buffer 81 05>` of Node, also inside of an object, as a string of hex digits.
  private mutating func takesBuffer() -> Bool {
    let mark = "<Buffer".utf8
    guard bytes[index...].starts(with: mark), let close = bytes[index...].firstIndex(of: 0x3E) else {
      return false
    }
    tokens.append(LiteralToken(kind: .string(prefix: "x"), range: index + mark.count..<close))
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

  private mutating func add(_ kind: LiteralToken.Kind, length: Int) {
    tokens.append(LiteralToken(kind: kind, range: index..<index + length))
    index += length
  }

  // MARK: Words and strings

  private static func isWord(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDecimal || byte == 0x5F || byte == 0x24 || byte == 0x26 || byte == 0x2E
  }

  /// Whether a minus begins a number, and is not between two.
  private var isMinus: Bool {
    bytes[index] == 0x2D && at(1).isDecimal && (index == 0 || !Self.isWord(bytes[index - 1]))
  }

  private mutating func takeWord() throws(ParseError) {
    let start = index
    index += 1
    while index < bytes.count, Self.isWord(bytes[index]) || isRadixMark(after: start),
      !bytes[index...].starts(with: "...".utf8)
    {
      index += 1
    }
    let isString = index < bytes.count && (bytes[index] == 0x22 || bytes[index] == 0x27)
    if isString, index - start <= 2, !bytes[start].isDecimal {
      try takeString(prefix: String(decoding: bytes[start..<index], as: UTF8.self))
    } else {
      tokens.append(LiteralToken(kind: .word, range: start..<index))
    }
  }

  /// Whether a number sign here ends the base of a number, as in Erlang's `16#81`.
  private func isRadixMark(after start: Int) -> Bool {
    bytes[index] == 0x23 && bytes[start..<index].elementsEqual("16".utf8) && at(1).hexValue != nil
  }

  private mutating func takeString(prefix: String) throws(ParseError) {
    let quote = bytes[index]
    let start = index + 1
    var end = start
    while end < bytes.count, bytes[end] != quote { end += bytes[end] == 0x5C ? 2 : 1 }
    guard end < bytes.count else { throw ParseError(at: index, in: bytes, "this quote is not closed") }
    tokens.append(LiteralToken(kind: .string(prefix: prefix), range: start..<end))
    index = end + 1
  }
}

/// What a text holds besides the bytes that were read out of it, which shows whether they can be all.
struct LiteralRest {
  /// Where the first number or string begins that is none of the bytes and is not explained by their count.
  let place: Int?

  /// `data` are the numbers and strings that were read, in their order; `count` is that of the bytes.
  init(of tokens: [LiteralToken], in bytes: [UInt8], besides data: [LiteralGroup.Item], count: Int) {
    var next = 0
    place =
      tokens.indices.first { index in
        let token = tokens[index]
        while next < data.count, data[next].start < token.range.lowerBound { next += 1 }
        if next < data.count, data[next].start == token.range.lowerBound { return false }
        if next > 0, Self.isStray(index, of: tokens, in: bytes) { return true }
        return !Self.isExplained(
          token, followedBy: index + 1 < tokens.count ? tokens[index + 1] : nil, in: bytes, count)
      }.map { tokens[$0].range.lowerBound }
  }

  /// Fails where a text has more than the bytes that were read; `values` are nil where they are still spelled in strings.
  static func check(
    _ tokens: [LiteralToken], of bytes: [UInt8], besides data: [LiteralGroup.Item], reading values: [UInt8]?
  ) throws(ParseError) {
    if let place = stray(in: tokens, of: bytes, besides: data, count: values?.count) {
      throw ParseError(
        at: place, in: bytes, "this is none of the bytes that were read; give the bytes alone",
        isCertain: true)
    }
    guard let values, FrameLikeness(values) < .whole,
      let place = LiteralRest(of: tokens, in: bytes, besides: data, count: values.count).place
    else { return }
    throw ParseError(
      at: place, in: bytes, "this is none of the bytes, which are not whole frames; give the bytes alone",
      isCertain: true)
  }

  /// Where a number, digits or a string begin that may be more bytes, also next to whole frames. A number after a name, in
  /// front of `=` or `:`, or alone in brackets is none.
  private static func stray(
    in tokens: [LiteralToken], of bytes: [UInt8], besides data: [LiteralGroup.Item], count: Int?
  ) -> Int? {
    let starts = Set(data.map(\.start))
    let end = tokens.indices.first { isPipe($0, of: tokens, in: bytes) } ?? tokens.endIndex
    let last = end < tokens.endIndex ? tokens[end].range.lowerBound : bytes.count
    return tokens.indices.prefix(starts.allSatisfy { $0 < last } ? end : tokens.endIndex).first { index in
      let range = tokens[index].range
      guard !starts.contains(range.lowerBound) else { return false }
      switch tokens[index].kind {
      case .run: return true
      case .word:
        let text = bytes[range]
        if NumberList.isNumber(range, in: bytes), text.contains(where: \.isDecimal) {
          return !isNamed(index, of: tokens, in: bytes) && !isSubtype(index, of: tokens, in: bytes)
            && (isTimes(index, of: tokens, in: bytes) || count == nil
              || Int(String(decoding: text, as: UTF8.self)) != count)
        }
        let digits = text.first.map { $0 | 0x20 == 0x78 } == true ? text.dropFirst() : text
        return digits.count > 1 && digits.allSatisfy { $0.hexValue != nil }
          && digits.contains(where: \.isDecimal) && !isNamed(index, of: tokens, in: bytes)
          || bytes.hasHexMark(at: range.lowerBound, before: range.upperBound) && range.count > 4
      case .string:
        let text = bytes[range]
        return text.count > 1 && text.contains(where: \.isDecimal)
          && text.allSatisfy { $0.hexValue != nil || $0.isBlank } && !isKey(index, of: tokens)
          || PassedWords.haveEscapes(text) && !isNamed(index, of: tokens, in: bytes)
      default: return false
      }
    }.map { tokens[$0].range.lowerBound }
  }

  /// Whether a number is that of repetitions, as in Perl's `"\x81" x 2`.
  private static func isTimes(_ index: Int, of tokens: [LiteralToken], in bytes: [UInt8]) -> Bool {
    index > 0 && bytes[tokens[index - 1].range].elementsEqual("x".utf8)
  }

  /// Whether a number is the type of bytes in a call of MongoDB, in front of their string or after it.
  private static func isSubtype(_ index: Int, of tokens: [LiteralToken], in bytes: [UInt8]) -> Bool {
    let open = index > 1 && tokens[index - 1].isSign(",") ? index - 3 : index - 1
    guard open > 0, tokens[open].kind == .open(0x28) else { return false }
    return LiteralNames.subtyped.contains(String(decoding: bytes[tokens[open - 1].range], as: UTF8.self))
  }

  /// Whether a string goes to another command of a shell, whose arguments are not bytes.
  private static func isPipe(_ index: Int, of tokens: [LiteralToken], in bytes: [UInt8]) -> Bool {
    guard tokens[index].isSign("|"), index > 0, index + 1 < tokens.count,
      case .string = tokens[index - 1].kind, case .word = tokens[index + 1].kind
    else { return false }
    return LiteralNames.receivers.contains(String(decoding: bytes[tokens[index + 1].range], as: UTF8.self))
  }

  private static func isKey(_ index: Int, of tokens: [LiteralToken]) -> Bool {
    index + 1 < tokens.count && (tokens[index + 1].isSign(":") || tokens[index + 1].isSign("="))
  }

  private static func isNamed(_ index: Int, of tokens: [LiteralToken], in bytes: [UInt8]) -> Bool {
    if isKey(index, of: tokens) { return true }
    guard index > 0 else { return false }
    switch tokens[index - 1].kind {
    case .sign(0x3A), .sign(0x3D): return true
    case .open:
      guard index + 1 < tokens.count, case .close = tokens[index + 1].kind else { return false }
      return true
    case .word: return bytes[tokens[index - 1].range].elementsEqual("repeats".utf8)
    default: return false
    }
  }

  /// Whether a word is between two lists, or after the last one, as text between bytes in brackets is.
  private static func isStray(_ index: Int, of tokens: [LiteralToken], in bytes: [UInt8]) -> Bool {
    guard case .word = tokens[index].kind, index > 0, case .close = tokens[index - 1].kind,
      bytes[tokens[index].range.lowerBound] != 0x2E
    else { return false }
    guard index + 1 < tokens.count else { return true }
    if case .open = tokens[index + 1].kind { return true }
    return false
  }

  /// Whether a token is a name, a key, a sign, or the number of the bytes.
  private static func isExplained(
    _ token: LiteralToken, followedBy next: LiteralToken?, in bytes: [UInt8], _ count: Int
  ) -> Bool {
    if next?.isSign(":") == true || token.isVariable(before: next, in: bytes) { return true }
    switch token.kind {
    case .word where NumberList.isNumber(token.range, in: bytes):
      return Int(String(decoding: bytes[token.range], as: UTF8.self)) == count
        || NumberList.explicit(token.range, in: bytes) == count
    case .string:
      return ["Buffer", "binary", "hex"].contains(String(decoding: bytes[token.range], as: UTF8.self))
    default: return true
    }
  }
}

extension LiteralGroup.Item {
  /// Where it begins in the text.
  var start: Int {
    switch self {
    case .number(let range), .run(let range, _): range.lowerBound
    case .string(let literal): literal.range.lowerBound
    }
  }
}

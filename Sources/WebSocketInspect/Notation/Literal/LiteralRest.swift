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
    if next?.isSign(":") == true { return true }
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
    case .number(let range): range.lowerBound
    case .string(let literal): literal.range.lowerBound
    }
  }
}

/// The numbers of elements that a text of literals states: `Uint8Array(7) [`, `[7]byte{`, `frame[7] =`, `"length": 7`.
struct LiteralCounts {
  private struct Count {
    let value: Int
    let place: Int
  }

  private var sizes: [Count] = []
  private var named: [Count] = []
  private let bytes: [UInt8]

  init(of tokens: [LiteralToken], in bytes: [UInt8]) {
    self.bytes = bytes
    for index in tokens.indices {
      guard case .word = tokens[index].kind, let value = Self.value(tokens[index].range, in: bytes), index > 0
      else { continue }
      let count = Count(value: value, place: tokens[index].range.lowerBound)
      if Self.isSize(index, of: tokens) {
        sizes.append(count)
      } else if Self.isNamed(index, of: tokens, in: bytes) {
        named.append(count)
      }
    }
  }

  /// Fails where a number differs from that of the bytes in this many lists.
  func check(_ count: Int, lists: Int) throws(ParseError) {
    let sum = sizes.reduce(0) { $0 &+ $1.value }
    let wrong =
      lists > 1
      ? (sizes.isEmpty || sum == count ? nil : sizes.first) : (sizes + named).first { $0.value != count }
    guard let wrong else { return }
    throw ParseError(
      at: wrong.place, in: bytes, "the length is given as \(wrong.value), and there are \(count) bytes",
      lacksBytes: true)
  }

  private static func value(_ range: Range<Int>, in bytes: [UInt8]) -> Int? {
    Int(String(decoding: bytes[range], as: UTF8.self))
  }

  /// Whether a number alone in brackets is in front of a list, a word or `=`.
  private static func isSize(_ index: Int, of tokens: [LiteralToken]) -> Bool {
    guard index + 2 < tokens.count, case .open(let sign) = tokens[index - 1].kind, sign != 0x7B, sign != 0x3C,
      tokens[index + 1].closes(sign)
    else { return false }
    switch tokens[index + 2].kind {
    case .word, .open, .string: return true
    default: return tokens[index + 2].isSign("=")
    }
  }

  private static func isNamed(_ index: Int, of tokens: [LiteralToken], in bytes: [UInt8]) -> Bool {
    guard index > 1, tokens[index - 1].isSign("=") || tokens[index - 1].isSign(":") else { return false }
    let name = String(decoding: bytes[tokens[index - 2].range], as: UTF8.self).lowercased()
    return ["len", "length", "size", "count"].contains { name.hasSuffix($0) }
  }
}

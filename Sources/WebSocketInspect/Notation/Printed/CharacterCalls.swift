/// Characters by their numbers, joined with strings: `chr(129).chr(5)."hello"` of PHP, `Chr(129) & Chr(5)` of Basic.
enum CharacterCalls {
  /// The text as a list; nil for any other text.
  static func plain(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.contains(0x28), let first = bytes.indices.first(where: { isCall(at: $0, in: bytes) }) else {
      return nil
    }
    var text = bytes
    var index = bytes[..<first].lastIndex { $0 == 0x3D || $0 == 0x0A }.map { $0 + 1 } ?? 0
    let start = index
    while true {
      index = text.skipSpace(from: index)
      guard let end = takeOperand(at: index, in: &text) else { return nil }
      let sign = text.skipSpace(from: end)
      guard sign < text.count, ".&+|".utf8.contains(text[sign]) else {
        guard text[sign...].allSatisfy({ $0.isBlank || $0 == 0x0A || $0 == 0x3B }) else { return nil }
        text.insert(0x5D, at: end)
        text.insert(0x5B, at: start)
        return text
      }
      text[sign] = 0x2C
      index = sign + 1
      if text.has("|", at: index) {
        text[index] = 0x20
        index += 1
      }
    }
  }

  private static func isCall(at index: Int, in text: [UInt8]) -> Bool {
    guard index + 4 < text.count, text[index + 3] == 0x28, text[index + 4].isDecimal,
      index == 0 || !text[index - 1].isLetter
    else { return false }
    return String(decoding: text[index..<index + 3], as: UTF8.self).lowercased() == "chr"
  }

  /// Leaves the number of a call, or a string; gives the place after it.
  private static func takeOperand(at index: Int, in text: inout [UInt8]) -> Int? {
    if isCall(at: index, in: text) {
      let number = text[(index + 4)...].prefix { $0.isDecimal || $0.isLetter }
      let isHex = text.hasHexMark(at: number.startIndex, before: number.endIndex)
      let isByte =
        UInt8(String(decoding: number.dropFirst(isHex ? 2 : 0), as: UTF8.self), radix: isHex ? 16 : 10) != nil
      guard isByte, text.has(")", at: number.endIndex) else { return nil }
      let end = number.endIndex + 1
      // The type says that a number is not octal.
      let value = number + (isHex ? [] : Array("u8".utf8))
      text.replaceSubrange(
        index..<end, with: value + [UInt8](repeating: 0x20, count: end - index - value.count))
      return end
    }
    guard index < text.count, text[index] == 0x22 || text[index] == 0x27,
      let end = text.endOfString(at: index), text[index] == 0x22 || !text[index..<end].contains(0x5C)
    else { return nil }
    return end
  }
}

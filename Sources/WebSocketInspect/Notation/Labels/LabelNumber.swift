/// The number of a line or an item in front of bytes, which is all of a label: `1. `, `1) `, `#1 `, `[7] `, `12:` and a tab.
enum LabelNumber {
  enum Shape {
    /// With a sign that bytes do not have after them.
    case item
    /// As bytes may have it, so that only consecutive lines show what it is.
    case line
    /// In brackets, as a count.
    case count
  }

  /// nil where a label is something else.
  static func shape(of label: ArraySlice<UInt8>) -> Shape? {
    let text = label.drop(while: \.isBlank)
    let isNamed = text.first == 0x23
    let isBracketed = text.first == 0x5B || text.first == 0x28
    let digits = (isNamed || isBracketed ? text.dropFirst() : text).prefix(while: \.isDecimal)
    guard 1...6 ~= digits.count else { return nil }
    let rest = text[digits.endIndex...]
    switch rest.first {
    case 0x5D where text.first == 0x5B, 0x29 where text.first == 0x28:
      return rest.dropFirst().allSatisfy { $0.isBlank || $0 == 0x3A } ? .count : nil
    case 0x2E where !isBracketed, 0x29 where !isBracketed:
      return rest.count > 1 && rest.dropFirst().allSatisfy(\.isBlank) ? .item : nil
    case 0x3A where !isBracketed:
      return rest.dropFirst().allSatisfy(\.isBlank) ? isNamed ? .item : .line : nil
    case 0x09 where !isBracketed: return rest.allSatisfy(\.isBlank) ? .line : nil
    default: return isNamed && rest.allSatisfy(\.isBlank) && !rest.isEmpty ? .item : nil
    }
  }

  /// Whether decimal numbers are those of consecutive lines.
  static func areConsecutive(_ words: [ArraySlice<UInt8>]) -> Bool {
    let numbers = words.map { Int(String(decoding: $0, as: UTF8.self)) }
    return words.count > 1
      && zip(numbers, numbers.dropFirst()).allSatisfy { left, right in left.map { $0 + 1 == right } ?? false }
  }

  private static let directions: Set<String> = [
    "tx", "rx", "send", "sent", "recv", "received", "receive", "in", "out", "read", "write", "wrote", "data",
    "buf",
    "buffer", "bytes", "frame", "payload", "len", "length", "raw", "hex", "input", "output", "msg", "message",
  ]

  /// The number in brackets at the end of a label, if it is that of the bytes: `TX[7]: `, `[7] `. A large one after
  /// another word is that of a process, and `[1]` alone is how R begins.
  static func count(in label: ArraySlice<UInt8>) -> Int? {
    let text = label.prefix(
      upTo: label.lastIndex { !$0.isBlank && $0 != 0x3A && $0 != 0x3D }.map { $0 + 1 } ?? label.startIndex)
    guard let last = text.last, last == 0x5D || last == 0x29,
      let open = text.lastIndex(of: last == 0x5D ? 0x5B : 0x28)
    else { return nil }
    let digits = text[open + 1..<text.endIndex - 1]
    guard !digits.isEmpty, digits.count < 10, digits.allSatisfy(\.isDecimal),
      let count = Int(String(decoding: digits, as: UTF8.self))
    else { return nil }
    let front = text[..<open]
    let word = front.reversed().drop(while: \.isBlank).prefix { $0.isLetter }.reversed()
    if word.isEmpty { return front.allSatisfy(\.isBlank) && count != 1 ? count : nil }
    if directions.contains(String(decoding: word, as: UTF8.self).lowercased()) { return count }
    return front.last?.isLetter == true && count < 100 ? count : nil
  }
}

/// Reads bytes that are spelled in binary digits, in hex or not: `10000001 00000101`, `['0b10000001', '0b101']`.
enum BinaryReader {
  private static let signs = ByteSet(",;'\"[](){}")

  /// nil where the text is something else, or the same digits are whole frames in hex. Fails where the digits can only be
  /// binary, but are not whole frames.
  static func read(_ bytes: [UInt8]) throws(ParseError) -> [UInt8]? {
    func belongs(_ byte: UInt8) -> Bool {
      byte | 1 == 0x31 || byte | 0x20 == 0x62 || byte.isBlank || byte == 0x0A || signs.contains(byte)
    }
    guard bytes.allSatisfy(belongs) else { return nil }
    let words = TextWords(bytes[...], dividedBy: signs)
    guard let first = words.first(where: { _ in true }) else { return nil }
    let isMarked = words.allSatisfy {
      $0.count > 2 && $0.first == 0x30 && $0.dropFirst().first.map { $0 | 0x20 == 0x62 } ?? false
    }
    let digits = words.lazy.map { isMarked ? $0.dropFirst(2) : $0 }
    guard digits.allSatisfy({ $0.allSatisfy { $0 | 1 == 0x31 } }) else { return nil }
    let isBare = !isMarked && !bytes.contains { "'\"[({".utf8.contains($0) }
    guard let values = values(of: digits, isMarked: isMarked, isBare: isBare), values.count > 1 else {
      return nil
    }
    if FrameLikeness(values) == .whole { return values }
    let isLong = isMarked || digits.allSatisfy { $0.count.isMultiple(of: 8) }
    guard isLong,
      HexReader.readPacked(ArraySlice(digits.joined())).map({ FrameLikeness($0) < .whole }) ?? true
    else { return nil }
    throw ParseError(
      at: first.startIndex, in: bytes,
      "these look like binary digits, and are not whole frames; write them in hex",
      isCertain: true)
  }

  /// Words of 8 digits or a multiple, of 4 in pairs, or of as many as a value needs.
  private static func values(
    of words: some Sequence<ArraySlice<UInt8>>, isMarked: Bool, isBare: Bool
  ) -> [UInt8]? {
    if words.allSatisfy({ $0.count.isMultiple(of: 8) }) { return bytes(of: words.joined()) }
    if isBare {
      guard words.allSatisfy({ $0.count == 4 }), words.count(where: { _ in true }).isMultiple(of: 2) else {
        return nil
      }
      return bytes(of: words.joined())
    }
    // One that has lost a digit would be next to others that are filled up.
    let isPadded = words.contains { $0.count > 1 && $0.first == 0x30 }
    guard !isPadded, words.allSatisfy({ $0.count <= 8 }), isMarked || words.contains(where: { $0.count > 3 })
    else { return nil }
    return words.map { $0.reduce(0) { $0 << 1 | $1 & 1 } }
  }

  private static func bytes(of digits: some Sequence<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var value: UInt8 = 0
    for (index, digit) in digits.enumerated() {
      value = value << 1 | digit & 1
      if index % 8 == 7 { result.append(value) }
    }
    return result
  }
}

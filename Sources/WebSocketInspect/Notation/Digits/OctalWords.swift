/// Reads octal numbers without brackets, as C writes them (`0201 05 0110`), and refuses those of two bytes that od writes.
enum OctalWords {
  /// nil where the text is something else, or what it spells is not whole frames.
  static func read(_ bytes: [UInt8]) throws(ParseError) -> [UInt8]? {
    var radix = NumberRadix()
    var first: Int?
    var (areWords, areNumbers) = (true, true)
    for word in TextWords(bytes[...], dividedBy: ByteSet(",")) {
      first = first ?? word.startIndex
      areWords = areWords && word.count == 6 && word.first.map { $0 <= 0x31 } ?? false
      areNumbers = areNumbers && word.first == 0x30
      guard areWords || areNumbers, word.allSatisfy({ 0x30...0x37 ~= $0 }) else { return nil }
      radix.add(word)
    }
    guard let first else { return nil }
    if areWords {
      throw ParseError(
        at: first, in: bytes,
        "these look like octal words of od, which are not read; dump bytes (od -A x -t x1)", isCertain: true)
    }
    guard radix.count > 1, let values = try? radix.read(in: bytes, expecting: true),
      FrameLikeness(values) == .whole
    else { return nil }
    return values
  }
}

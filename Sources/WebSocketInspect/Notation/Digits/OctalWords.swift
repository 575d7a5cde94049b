/// Reads octal numbers without brackets, as C writes them (`0201 05 0110`), and refuses those of two bytes that od writes.
enum OctalWords {
  /// nil where the text is something else, or what it spells is not whole frames.
  static func read(_ bytes: [UInt8]) throws(ParseError) -> [UInt8]? {
    let words = bytes.split { $0.isBlank || $0 == 0x0A || $0 == 0x2C }
    guard let first = words.first, words.allSatisfy({ $0.allSatisfy { 0x30...0x37 ~= $0 } }) else {
      return nil
    }
    if words.allSatisfy({ $0.count == 6 && $0.first.map { $0 <= 0x31 } ?? false }) {
      throw ParseError(
        at: first.startIndex, in: bytes,
        "these look like octal words of od, which are not read; dump bytes (od -A x -t x1)", isCertain: true)
    }
    guard words.count > 1,
      words.allSatisfy({ $0.first == 0x30 && $0.count > 1 || $0.elementsEqual("0".utf8) }),
      let values = try? NumberRadix.read(words, in: bytes, expecting: true), FrameLikeness(values) == .whole
    else { return nil }
    return values
  }
}

/// Decides whether an input that is not text is frames as they were sent.
enum RawInput {
  /// Why it is rather something else; nil where it can be raw.
  static func doubt(about bytes: [UInt8]) -> ParseError? {
    guard ForeignBytes.head(of: bytes) == nil else { return nil }
    let marks: [[UInt8]] = [[0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF]]
    if marks.contains(where: { bytes.starts(with: $0) }) {
      return error(at: 0, in: bytes, "a byte order mark begins this, but it is not text")
    }
    if bytes.starts(with: [0xEF, 0xBF, 0xBD]) {
      return error(at: 0, in: bytes, "a sign for bytes that were lost begins this (U+FFFD)")
    }
    if isMostlyText(bytes), let place = bytes.firstIndex(where: { !isPlain($0) }) {
      let name = Escaper.line(bytes: [bytes[place]])
      return error(at: place, in: bytes, "\(name) is not text, though the rest looks like it")
    }
    if spellsDigits(bytes), let place = bytes.firstIndex(where: { !isPlain($0) }) {
      let name = Escaper.line(bytes: [bytes[place]])
      return error(at: place, in: bytes, "\(name) is not text, though the rest is hex digits")
    }
    if bytes.count > 4, bytes.prefix(4).allSatisfy(isPlain), FrameLikeness(bytes) == .none {
      return error(at: 0, in: bytes, "this begins as text and not as a frame, but not all of it is text")
    }
    guard let text = String(validating: bytes, as: UTF8.self), let first = bytes.first else { return nil }
    if first >= 0x80, text.unicodeScalars.allSatisfy({ $0.value <= 0xFF }) {
      return error(
        at: 0, in: bytes, "these look like bytes that were saved as UTF-8, where each above 7f takes two")
    }
    let isFrame = FrameLikeness(Array(bytes.prefix(1))) > .none
    return isPlain(first) && !isFrame
      ? error(at: 0, in: bytes, "this begins as text and is not a frame, but it holds control characters")
      : nil
  }

  /// Whether the input begins as text, and nine tenths of it are printable.
  private static func isMostlyText(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first, isPlain(first) else { return false }
    let start = bytes.prefix(4096)
    return start.count { isPlain($0) } * 10 >= start.count * 9
  }

  /// Whether a byte that begins no frame, such as a quote of Windows, comes before hex digits and little else.
  private static func spellsDigits(_ bytes: [UInt8]) -> Bool {
    guard bytes.count <= 65536, FrameLikeness(Array(bytes.prefix(1))) == .none else { return false }
    let text = bytes.filter(isPlain)
    return text.count * 10 >= bytes.count * 7 && text.count { $0.hexValue != nil } >= 4
      && text.allSatisfy { $0.hexValue != nil || $0.isBlank || "\n\r\"'|,;:xX\\.".utf8.contains($0) }
  }

  private static func isPlain(_ byte: UInt8) -> Bool { 0x20...0x7E ~= byte || 0x09...0x0D ~= byte }

  private static func error(at index: Int, in bytes: [UInt8], _ words: String) -> ParseError {
    ParseError(at: index, in: bytes, words, isCertain: true, mayBeRaw: true)
  }
}

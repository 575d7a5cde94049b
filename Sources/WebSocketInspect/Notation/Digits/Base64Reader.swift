/// Reads base64 and base64url with the place of every mistake (RFC 4648 4 and 5).
enum Base64Reader {
  static func read(_ bytes: [UInt8], in range: Range<Int>? = nil) throws(ParseError) -> [UInt8] {
    let range = range ?? 0..<bytes.count
    var values: [UInt8] = []
    values.reserveCapacity(range.count / 4 * 3)
    var (bits, count, padding): (UInt32, Int, Int) = (0, 0, 0)
    for index in range {
      let byte = bytes[index]
      if let value = value(of: byte) {
        guard padding == 0 else {
          throw ParseError(at: index, in: bytes, "base64 goes on after its padding")
        }
        bits = bits << 6 | value
        count += 1
        guard count.isMultiple(of: 4) else { continue }
        values += [UInt8(bits >> 16 & 0xFF), UInt8(bits >> 8 & 0xFF), UInt8(bits & 0xFF)]
      } else if byte == 0x3D {
        padding += 1
      } else if !byte.isBlank, byte != 0x0A {
        throw ParseError(
          at: index, in: bytes, "\(Escaper.line(bytes: [byte])) is not in the base64 alphabet")
      }
    }
    let due = (4 - count % 4) % 4
    guard due < 3, padding == 0 || padding == due else {
      throw ParseError(
        at: range.upperBound, in: bytes, "base64 of \(count) characters and \(padding) of padding")
    }
    if due == 2 { values.append(UInt8(bits >> 4 & 0xFF)) }
    if due == 1 { values += [UInt8(bits >> 10 & 0xFF), UInt8(bits >> 2 & 0xFF)] }
    return values
  }

  /// 0 to 63 for a character of either alphabet.
  private static func value(of byte: UInt8) -> UInt32? {
    switch byte {
    case 0x41...0x5A: UInt32(byte - 0x41)
    case 0x61...0x7A: UInt32(byte - 0x61 + 26)
    case 0x30...0x39: UInt32(byte - 0x30 + 52)
    case 0x2B, 0x2D: 62
    case 0x2F, 0x5F: 63
    default: nil
    }
  }

  /// Whether the whole range is base64 that can be told from a word: it has its padding, or else what it spells looks like
  /// frames. White space may only be at the ends of lines.
  static func guess(_ bytes: [UInt8], in range: Range<Int>, expecting frames: Bool) -> [UInt8]? {
    let count = bytes[range].count { !($0.isBlank || $0 == 0x0A) }
    guard count > 0, !hasBlankInsideLine(bytes[range]), !hasLineOfHex(bytes[range]),
      let decoded = try? read(bytes, in: range)
    else {
      return nil
    }
    if frames {
      if FrameLikeness(decoded) > .none { return decoded }
      // Without that, only padding tells base64 from other alphabets, if letters of both cases tell it from base32.
      return bytes[range].contains(0x3D) && count.isMultiple(of: 4) && hasBothCases(bytes[range])
        ? decoded : nil
    }
    if bytes[range].contains(0x3D), count.isMultiple(of: 4) { return decoded }
    return count.isMultiple(of: 4) && !isWord(bytes[range]) ? decoded : nil
  }

  /// The bytes of lines that are base64 each for itself, and whole frames.
  static func lines(_ bytes: [UInt8]) -> [UInt8]? {
    var values: [UInt8] = []
    for line in TextLines(bytes) {
      let content = bytes.trimmed(line)
      if content.isEmpty { continue }
      guard let decoded = guess(bytes, in: content, expecting: true), FrameLikeness(decoded) == .whole else {
        return nil
      }
      values += decoded
    }
    return values.isEmpty ? nil : values
  }

  /// Whether one of several lines, but not all, looks like frames in hex digits, so that the lines are not in one notation.
  private static func hasLineOfHex(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.contains(0x0A) else { return false }
    let isHex = TextWords(text).prefix(64).map { line in
      HexReader.readPacked(line).map { FrameLikeness($0) == .whole } ?? false
    }
    return isHex.contains(true) && isHex.contains(false)
  }

  private static func hasBothCases(_ text: ArraySlice<UInt8>) -> Bool {
    text.contains { 0x41...0x5A ~= $0 } && text.contains { 0x61...0x7A ~= $0 }
  }

  /// Whether there are only letters, and none of them is a capital after the first.
  private static func isWord(_ text: ArraySlice<UInt8>) -> Bool {
    text.allSatisfy(\.isLetter) && text.dropFirst().allSatisfy { 0x61...0x7A ~= $0 }
  }

  /// Whether a blank has something else after it in its line, which two words of a sentence have and base64 has not.
  private static func hasBlankInsideLine(_ text: ArraySlice<UInt8>) -> Bool {
    var last: UInt8 = 0x0A
    var isAfterBlank = false
    for byte in text {
      if byte.isBlank {
        isAfterBlank = isAfterBlank || last != 0x0A
      } else if byte == 0x0A {
        (last, isAfterBlank) = (byte, false)
      } else {
        if isAfterBlank { return true }
        last = byte
      }
    }
    return false
  }
}

/// Reads escapes without quotes: `\x81\x05hello`, `%81%05hello`.
enum EscapedWords {
  /// nil when the text does not begin with an escape.
  static func read(_ bytes: [UInt8], expecting frames: Bool) throws(ParseError) -> [UInt8]? {
    let all = bytes.trimmedLines(0..<bytes.count)
    guard let first = all.first else { return nil }
    let isPercent = isPercentEscape(at: first, before: all.upperBound, in: bytes)
    guard isPercent || bytes[first] == 0x5C else { return nil }
    let words = TextWords(bytes[all], dividedBy: ByteSet(","))
    let isSeparated = words.allSatisfy { isEscapes($0) }
    // Blanks at the end of a text may be its last bytes, because nothing else ends it.
    var end = bytes[all.upperBound...].firstIndex(of: 0x0A) ?? bytes.count
    while end > all.upperBound, bytes[end - 1] == 0x0D { end -= 1 }
    var values: [UInt8] = []
    if isSeparated {
      for word in words {
        for place in stride(
          from: word.startIndex + (isPercent ? 1 : 2), to: word.endIndex, by: isPercent ? 3 : 4)
        {
          values.append((bytes[place].hexValue ?? 0) << 4 | (bytes[place + 1].hexValue ?? 0))
        }
      }
    } else {
      values =
        isPercent
        ? try readPercent(first..<end, in: bytes)
        : try EscapedText.read(first..<end, in: bytes, expecting: frames).values
    }
    if frames { try TextDoubt.check(values, at: first, in: bytes) }
    if frames, !isSeparated, FrameLikeness(values) < .whole {
      try checkEnd(of: values, before: end, in: bytes)
    }
    return values
  }

  /// Refuses what is rather text, and what the end of a line shows to be from `sed -n l`.
  private static func checkEnd(of values: [UInt8], before end: Int, in bytes: [UInt8]) throws(ParseError) {
    if values.last == 0x24, FrameLikeness(Array(values.dropLast())) == .whole {
      throw ParseError(
        at: end - 1, in: bytes, "this sign seems to be an end of line of sed, and not a byte", isCertain: true
      )
    }
    guard FrameLikeness(values) == .none, values.allSatisfy({ 0x20...0x7E ~= $0 }) else { return }
    throw ParseError(at: 0, in: bytes, "these are not escapes of bytes", isCertain: true)
  }

  private static func isPercentEscape(at index: Int, before end: Int, in bytes: [UInt8]) -> Bool {
    index + 2 < end && bytes[index] == 0x25 && bytes[index + 1].hexValue != nil
      && bytes[index + 2].hexValue != nil
  }

  /// Whether a word is escapes of two hex digits and nothing else.
  private static func isEscapes(_ word: ArraySlice<UInt8>) -> Bool {
    let step = word.first == 0x25 ? 3 : 4
    guard word.count.isMultiple(of: step) else { return false }
    return stride(from: word.startIndex, to: word.endIndex, by: step).allSatisfy { place in
      let mark = step == 3 || word[place] == 0x5C && word[place + 1] == 0x78
      return (step == 4 || word[place] == 0x25) && mark && word[place + step - 2].hexValue != nil
        && word[place + step - 1].hexValue != nil
    }
  }

  /// Percent-encoding (RFC 3986 2.1); a plus sign can mean a space, so it is not taken for either.
  static func readPercent(
    _ range: Range<Int>, in bytes: [UInt8], allowingPlus: Bool = false
  ) throws(ParseError) -> [UInt8] {
    var values: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      if isPercentEscape(at: index, before: range.upperBound, in: bytes) {
        values.append((bytes[index + 1].hexValue ?? 0) << 4 | (bytes[index + 2].hexValue ?? 0))
        index += 3
      } else if 0x21...0x7E ~= bytes[index], bytes[index] != 0x25, allowingPlus || bytes[index] != 0x2B {
        values.append(bytes[index])
        index += 1
      } else {
        let name = Escaper.line(bytes: [bytes[index]])
        throw ParseError(
          at: index, in: bytes,
          "\(name) does not belong to percent-encoded text; write its byte as % and two digits",
          isCertain: true)
      }
    }
    return values
  }
}

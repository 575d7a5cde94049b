/// Reads the content of a rule of Snort or Suricata: text, with hex between bars: `content:"|81 05|hello"`.
///
/// Hex alone between bars is a column of a table as well, which other readers take; this one takes text beside them.
enum RuleContent {
  /// nil where the text is not such a content.
  static func read(_ bytes: [UInt8]) throws(ParseError) -> [UInt8]? {
    guard let range = content(in: bytes) else { return nil }
    let parts = bytes[range].split(separator: 0x7C, maxSplits: .max, omittingEmptySubsequences: false)
    guard parts.count > 1, parts.count % 2 == 1 else { return nil }
    var values: [UInt8] = []
    for (number, part) in parts.enumerated() {
      if number % 2 == 0 {
        // A table has blanks around its bars.
        guard part.first?.isBlank != true, part.last?.isBlank != true else { return nil }
        values += try text(part, in: bytes)
      } else {
        guard let pairs = pairs(part) else { return nil }
        values += pairs
      }
    }
    return parts.enumerated().contains { $0.offset % 2 == 0 && !$0.element.isEmpty } ? values : nil
  }

  /// What is between the quotes of a rule's option, between quotes alone, or all of a line that begins with a bar.
  private static func content(in bytes: [UInt8]) -> Range<Int>? {
    let all = bytes.trimmedLines(0..<bytes.count)
    guard !bytes[all].contains(0x0A) else { return nil }
    let start = bytes.has("content:", at: all.lowerBound) ? all.lowerBound + 8 : all.lowerBound
    let quote = bytes.skipSpace(from: start)
    if quote < all.upperBound, bytes[quote] == 0x22, let end = bytes.endOfString(at: quote),
      start > all.lowerBound || end == all.upperBound
    {
      return quote + 1..<end - 1
    }
    guard start == all.lowerBound, bytes.has("|", at: start), !bytes[all].contains(0x22) else { return nil }
    let isOneWord = bytes[all].split(separator: 0x7C, omittingEmptySubsequences: false).enumerated()
      .allSatisfy { number, part in number % 2 == 1 || !part.contains(where: \.isBlank) }
    return isOneWord ? all : nil
  }

  private static func pairs(_ part: ArraySlice<UInt8>) -> [UInt8]? {
    var values: [UInt8] = []
    var high: UInt8?
    for byte in part {
      if byte.isBlank, high == nil { continue }
      guard let digit = byte.hexValue else { return nil }
      if let first = high.take() { values.append(first << 4 | digit) } else { high = digit }
    }
    return high == nil && !values.isEmpty ? values : nil
  }

  /// A backslash makes the next character one of the text.
  private static func text(_ part: ArraySlice<UInt8>, in bytes: [UInt8]) throws(ParseError) -> [UInt8] {
    var values: [UInt8] = []
    var rest = part
    while let byte = rest.popFirst() {
      guard 0x20...0x7E ~= byte else {
        throw ParseError(
          at: rest.startIndex - 1, in: bytes,
          "\(SpelledText.name(of: byte)) is not text of a rule; write it as hex between bars", isCertain: true
        )
      }
      guard byte == 0x5C else {
        values.append(byte)
        continue
      }
      guard let escaped = rest.popFirst() else {
        throw ParseError(at: rest.startIndex - 1, in: bytes, "a backslash at the end", isCertain: true)
      }
      values.append(escaped)
    }
    return values
  }
}

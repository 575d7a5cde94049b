/// Reads one number a line below a heading that says how many there are: `▿ 7 elements` of Swift's `dump`, `7-element
/// Vector{UInt8}:` of Julia.
enum CountedLines {
  private static let headingLimit = 8

  /// nil when the text is something else. Fails where there are more numbers than the heading says, or fewer.
  static func read(_ bytes: [UInt8], expecting frames: Bool) throws(ParseError) -> [UInt8]? {
    var heading: (place: Int, count: Int)?
    var list = NumberList(in: bytes, isTyped: true, expecting: frames)
    var lines = 0
    var numbers = 0
    for line in TextLines(bytes) {
      guard line.count <= 256 else { return nil }
      let content = withoutMark(bytes.trimmed(line), in: bytes)
      if content.isEmpty { continue }
      if heading != nil {
        guard NumberList.isNumber(content, in: bytes) else { return nil }
        try list.add(content)
        numbers += 1
      } else {
        lines += 1
        guard lines <= headingLimit else { return nil }
        heading = count(in: bytes[content]).map { (content.lowerBound, $0) }
      }
    }
    guard let heading, numbers > 0 else { return nil }
    guard numbers == heading.count else {
      throw ParseError(
        at: heading.place, in: bytes, "\(heading.count) elements are announced, and there are \(numbers)",
        lacksBytes: true)
    }
    return try list.read()
  }

  /// The range without the sign that a line of a tree begins with.
  private static func withoutMark(_ content: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    guard let first = content.first, bytes[first] == 0x2D || bytes[first] == SpelledText.other,
      content.count > 1, bytes[first + 1].isBlank
    else { return content }
    return bytes.trimmed(content.dropFirst())
  }

  /// The number in front of `element`.
  private static func count(in text: ArraySlice<UInt8>) -> Int? {
    let words = PassedWords.words(of: text)
    guard let place = words.firstIndex(where: { $0.starts(with: "element".utf8) }), place > 0 else {
      return nil
    }
    return Int(String(decoding: words[place - 1], as: UTF8.self))
  }
}

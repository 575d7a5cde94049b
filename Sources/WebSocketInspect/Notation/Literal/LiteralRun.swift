/// The middle of a long list of numbers, of which only the first and the last one are tokens of their own.
///
/// A list of a million numbers would otherwise be as many tokens, each larger than its text. What is between two numbers of a
/// run is one comma or one semicolon each time, or blanks alone; comments may be there too. A number may have a cast in front,
/// `(byte) 0x81`, or its index, as `"7": 129` in the JSON of a typed array.
struct LiteralRun: Sequence, IteratorProtocol {
  struct Element {
    let number: Range<Int>
    /// The name in a cast in front of the number.
    let cast: Range<Int>?
    /// The index in front of the number.
    let key: Int?
  }

  /// Shorter lists have a token for each number.
  static let least = 512

  private let bytes: [UInt8]
  private var range: Range<Int>

  /// The elements of a run that `find` found.
  init(_ range: Range<Int>, in bytes: [UInt8]) { (self.range, self.bytes) = (range, bytes) }

  mutating func next() -> Element? {
    guard let element = Self.element(at: range.lowerBound, in: bytes) else { return nil }
    let next = Self.gap(after: element, in: bytes)?.end ?? range.upperBound
    range = Swift.min(next, range.upperBound)..<range.upperBound
    return element
  }

  // MARK: Finding

  /// The run that begins at a place: its elements are followed by another one each. It is nil where there are too few.
  /// `end` is how far it was looked for.
  static func find(at start: Int, in bytes: [UInt8]) -> (token: LiteralToken?, end: Int) {
    var current = element(at: start, in: bytes)
    var range = start..<start
    var count = 0
    var sign: UInt8?
    while let last = current, let gap = gap(after: last, in: bytes), gap.sign == sign ?? gap.sign,
      let next = element(at: gap.end, in: bytes), next.key == last.key.map({ $0 + 1 })
    {
      sign = gap.sign
      count += 1
      range = start..<last.number.upperBound
      current = next
    }
    guard count >= least, let sign else { return (nil, current?.number.upperBound ?? start) }
    return (LiteralToken(kind: .run(sign), range: range, count: count), range.upperBound)
  }

  private static func element(at start: Int, in bytes: [UInt8]) -> Element? {
    let end = bytes.count
    var index = start
    var key: Int?
    if index < end, bytes[index] == 0x22 {
      let close = bytes[(index + 1)...].prefix(10).firstIndex { !$0.isDecimal } ?? index
      key = Int(String(decoding: bytes[index + 1..<Swift.max(close, index + 1)], as: UTF8.self))
      guard key != nil, bytes[close] == 0x22 else { return nil }
      index = bytes.skipBlanks(from: close + 1, before: end)
      guard index < end, bytes[index] == 0x3A else { return nil }
      index = bytes.skipBlanks(from: index + 1, before: end)
    }
    var cast: Range<Int>?
    if index < end, bytes[index] == 0x28 {
      let close = bytes[(index + 1)...].prefix(24).firstIndex { !$0.isLetter && !$0.isDecimal && $0 != 0x5F }
      guard let close, bytes[close] == 0x29, close > index + 1 else { return nil }
      cast = index + 1..<close
      index = bytes.skipBlanks(from: close + 1, before: end)
    }
    guard index < end, LiteralLexer.isWord(bytes[index]) || bytes[index] == 0x2D else { return nil }
    let stop = LiteralLexer.endOfWord(at: index, in: bytes)
    guard NumberList.isNumber(index..<stop, in: bytes),
      stop == end || bytes[stop] != 0x22 && bytes[stop] != 0x27
    else { return nil }
    return Element(number: index..<stop, cast: cast, key: key)
  }

  /// The sign between an element and the next, which is a blank if there is no other one.
  private static func gap(after element: Element, in bytes: [UInt8]) -> (sign: UInt8, end: Int)? {
    var sign: UInt8 = 0x20
    var index = element.number.upperBound
    while index < bytes.count {
      let byte = bytes[index]
      if byte.isBlank || byte == 0x0A {
        index += 1
      } else if byte == 0x2C || byte == 0x3B, sign == 0x20 {
        sign = byte
        index += 1
      } else if byte == 0x2F || byte == 0x23,
        let end = CodeComment.end(at: index, in: bytes, before: bytes.count),
        !CodeComment.isEllipsis(index..<end, in: bytes)
      {
        index = end
      } else {
        break
      }
    }
    return index > element.number.upperBound ? (sign, index) : nil
  }
}

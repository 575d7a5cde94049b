/// The numbers of a list, whose base shows in each of them or in all together.
struct NumberList {
  private let words: [Range<Int>]
  private let bytes: [UInt8]
  /// Whether the type of the list is known to be one of numbers, which are decimal where nothing else is said.
  private let isTyped: Bool
  private let expectsFrames: Bool

  init(_ words: [Range<Int>], in bytes: [UInt8], isTyped: Bool, expecting frames: Bool) {
    self.words = words
    self.bytes = bytes
    self.isTyped = isTyped
    expectsFrames = frames
  }

  func read() throws(ParseError) -> [UInt8] {
    let explicit = words.map { Self.explicit($0, in: bytes) }
    let bare = zip(words, explicit).filter { $1 == nil }.map(\.0)
    let plain = try read(bare: bare, besides: bare.count < words.count)
    var next = plain.makeIterator()
    var result: [UInt8] = []
    result.reserveCapacity(words.count)
    for (word, value) in zip(words, explicit) {
      guard let byte = value.map({ UInt8(exactly: $0 < 0 && $0 >= -128 ? $0 + 256 : $0) }) ?? next.next()
      else {
        throw error(at: word, "\(text(word)) is not the number of a byte (-128 to 255)")
      }
      result.append(byte)
    }
    return result
  }

  // MARK: Words that show their base

  /// Whether a word can be a number of a list: digits of a base, with what marks the base or the type.
  static func isNumber(_ word: Range<Int>, in bytes: [UInt8]) -> Bool {
    let digits = bytes[word].drop { $0 == 0x2D }
    return (1...3).contains(digits.count) && digits.allSatisfy(\.isDecimal)
      || (1...2).contains(digits.count) && digits.allSatisfy { $0.hexValue != nil }
      || explicit(word, in: bytes) != nil
  }

  /// The value of a word like `0x81`, `0b101`, `0o201`, `0201`, `81h`, `&H81`, `$81`, `129u8`; nil for other words.
  static func explicit(_ word: Range<Int>, in bytes: [UInt8]) -> Int? {
    guard word.count > 1, word.count <= 24 else { return nil }
    var text = String(decoding: bytes[word], as: UTF8.self).lowercased()[...]
    let isNegative = text.hasPrefix("-")
    if isNegative { text = text.dropFirst() }
    let marks: [(String, Int)] = [
      ("0x", 16), ("&h", 16), ("$", 16), ("0b", 2), ("0o", 8), ("16#", 16),
    ]
    var base = 10
    if text.hasSuffix("h"), text.dropLast().utf8.allSatisfy({ $0.hexValue != nil }) {
      return Int(text.dropLast(), radix: 16).map { isNegative ? -$0 : $0 }
    }
    if let mark = marks.first(where: { text.hasPrefix($0.0) && text.count > $0.0.count }) {
      text = text.dropFirst(mark.0.count)
      base = mark.1
    } else if text.count == 4, text.first == "0", text.utf8.allSatisfy({ 0x30...0x37 ~= $0 }) {
      base = 8
    }
    let digits = text.prefix { $0.hexDigitValue.map { $0 < base } ?? false }
    let suffix = text.dropFirst(digits.count)
    let hasSuffix = !suffix.isEmpty
    guard !digits.isEmpty, base != 10 || hasSuffix, !hasSuffix || suffixes.contains(String(suffix)),
      let value = Int(digits, radix: base)
    else { return nil }
    return isNegative ? -value : value
  }

  private static let suffixes: Set<String> = [
    "u", "l", "ul", "lu", "ull", "ub", "y", "uy", "u8", "i8", "_u8", "_i8", ".tobyte", ".toubyte",
  ]

  // MARK: Bare words

  private func read(bare words: [Range<Int>], besides isMixed: Bool) throws(ParseError) -> [UInt8] {
    guard let first = words.first else { return [] }
    let slices = words.map { bytes[$0] }
    let isHex = slices.allSatisfy { (1...2).contains($0.count) && $0.allSatisfy { $0.hexValue != nil } }
    let hex = isHex ? slices.map { $0.reduce(0) { $0 << 4 | ($1.hexValue ?? 0) } } : nil
    let decimal: [UInt8]?
    let problem: ParseError?
    do {
      decimal = try NumberRadix.read(slices, in: bytes, expecting: expectsFrames)
      problem = nil
    } catch {
      decimal = nil
      problem = error
    }
    switch (hex, decimal) {
    case (let hex?, nil):
      guard !isMixed else { break }
      return hex
    case (nil, let decimal?): return decimal
    case (let hex?, let decimal?):
      if hex == decimal { return hex }
      if isTyped || isMixed, !expectsFrames || isMixed || FrameLikeness(decimal) >= FrameLikeness(hex) {
        return decimal
      }
      if !isTyped, expectsFrames, let best = FrameLikeness.best([hex, decimal]) { return best }
    case (nil, nil): if let problem { throw problem }
    }
    throw error(at: first, "these numbers can be hex or decimal; write \(text(first)) as 0x and its digits")
  }

  private func text(_ word: Range<Int>) -> String { Escaper.line(bytes: bytes[word.prefix(20)]) }

  private func error(at word: Range<Int>, _ words: String) -> ParseError {
    ParseError(at: word.lowerBound, in: bytes, words, isCertain: true)
  }
}

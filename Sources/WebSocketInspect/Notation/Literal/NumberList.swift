/// The numbers of a list, whose base shows in each of them or in all together.
///
/// It keeps three bytes a number, one for each base, and not the words.
struct NumberList {
  private let bytes: [UInt8]
  /// Whether the type of the list is known to be one of numbers, which are decimal where nothing else is said.
  private let isTyped: Bool
  private let expectsFrames: Bool
  /// The bytes if the words that do not show their base are decimal or octal.
  private var radix = NumberRadix()
  /// The bytes if they are hex; nil once one of them cannot be.
  private var hex: [UInt8]? = []
  /// The first word that does not show its base.
  private var bare: Range<Int>?
  /// Whether a word shows its base.
  private var isMixed = false

  init(in bytes: [UInt8], isTyped: Bool, expecting frames: Bool) {
    self.bytes = bytes
    self.isTyped = isTyped
    expectsFrames = frames
  }

  /// Adds a number. Fails where its base is known and it is not a byte.
  mutating func add(_ word: Range<Int>) throws(ParseError) {
    if let value = Self.explicit(word, in: bytes) {
      guard let byte = UInt8(exactly: value < 0 && value >= -128 ? value + 256 : value) else {
        throw error(at: word, "\(text(word)) is not the number of a byte (-128 to 255)")
      }
      isMixed = true
      append(byte)
    } else {
      bare = bare ?? word
      radix.add(bytes[word])
      if hex != nil, let value = Self.pair(bytes[word]) { hex?.append(value) } else { hex = nil }
    }
  }

  /// Adds a byte that is not a number of the list.
  mutating func append(_ byte: UInt8) {
    radix.append(byte)
    hex?.append(byte)
  }

  // MARK: Words that show their base

  /// Whether a word can be a number of a list: digits of a base, with what marks the base or the type.
  static func isNumber(_ word: Range<Int>, in bytes: [UInt8]) -> Bool {
    let digits = bytes[word].drop { $0 == 0x2D }
    return (1...3).contains(digits.count) && digits.allSatisfy(\.isDecimal)
      || pair(digits) != nil || explicit(word, in: bytes) != nil
  }

  /// The value of one or two hex digits.
  private static func pair(_ digits: ArraySlice<UInt8>) -> UInt8? {
    guard 1...2 ~= digits.count, digits.allSatisfy({ $0.hexValue != nil }) else { return nil }
    return digits.reduce(0) { $0 << 4 | ($1.hexValue ?? 0) }
  }

  /// The value of a word like `0x81`, `0b101`, `0o201`, `0201`, `81h`, `&H81`, `$81`, `129u8`; nil for other words.
  static func explicit(_ word: Range<Int>, in bytes: [UInt8]) -> Int? {
    guard word.count > 1, word.count <= 24 else { return nil }
    // Most words of long lists are of these two kinds.
    if bytes.hasHexMark(at: word.lowerBound, before: word.upperBound),
      let value = pair(bytes[word.dropFirst(2)])
    {
      return Int(value)
    }
    if word.count < 4, bytes[word].allSatisfy(\.isDecimal) { return nil }
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
    "u", "l", "ul", "lu", "ull", "ub", "y", "uy", "u8", "i8", "_u8", "_i8", "'u8", ".tobyte", ".toubyte",
  ]

  // MARK: All words

  /// The bytes. Fails where the words that do not show their base have two readings, or none.
  func read() throws(ParseError) -> [UInt8] {
    guard let bare else { return hex ?? [] }
    let decimal: [UInt8]
    do {
      decimal = try radix.read(in: bytes, expecting: expectsFrames)
    } catch {
      guard let hex else { throw error }
      guard !isMixed else { throw ambiguity(at: bare) }
      return hex
    }
    guard let hex, hex != decimal else { return decimal }
    if isTyped || isMixed, !expectsFrames || isMixed || FrameLikeness(decimal) >= FrameLikeness(hex) {
      return decimal
    }
    if !isTyped, expectsFrames, let best = FrameLikeness.best([hex, decimal]) { return best }
    throw ambiguity(at: bare)
  }

  private func ambiguity(at word: Range<Int>) -> ParseError {
    error(at: word, "these numbers can be hex or decimal; write \(text(word)) as 0x and its digits")
  }

  private func text(_ word: Range<Int>) -> String { Escaper.line(bytes: bytes[word.prefix(20)]) }

  private func error(at word: Range<Int>, _ words: String) -> ParseError {
    ParseError(at: word.lowerBound, in: bytes, words, isCertain: true)
  }
}

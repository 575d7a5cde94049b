/// Finds out in which base numbers are written, while they are added.
///
/// It keeps two bytes a number, one for each base, and not the words.
struct NumberRadix {
  private(set) var count = 0
  /// What the numbers are in a base; nil once one of them cannot be a byte in it.
  private var decimal: [UInt8]? = []
  private var octal: [UInt8]? = []
  private var areWide = true
  private var beginWithZero = true
  private var hasLong = false
  private var hasPadded = false
  private var start: Int?
  /// The first words that are not decimal byte, and that have fewer than three digits.
  private var wrong: Range<Int>?
  private var short: Range<Int>?

  /// Adds a number, which is a slice of the text.
  mutating func add(_ word: ArraySlice<UInt8>) {
    count += 1
    start = start ?? word.startIndex
    areWide = areWide && word.count == 3
    beginWithZero = beginWithZero && word.first == 0x30
    hasLong = hasLong || word.count > 1
    hasPadded = hasPadded || word.count == 3 && word.first == 0x30
    if short == nil, word.count < 3 { short = word.startIndex..<word.endIndex }
    if let value = Self.value(word, base: 10) {
      decimal?.append(value)
    } else {
      decimal = nil
      wrong = wrong ?? word.startIndex..<word.endIndex
    }
    if let value = Self.value(word, base: 8) { octal?.append(value) } else { octal = nil }
  }

  /// Adds a byte that no base changes.
  mutating func append(_ byte: UInt8) {
    decimal?.append(byte)
    octal?.append(byte)
  }

  /// Adds the last numbers again.
  mutating func repeatLast(_ count: Int, times: Int) {
    if let row = decimal.map({ Array($0.suffix(count)) }) { for _ in 0..<times { decimal? += row } }
    if let row = octal.map({ Array($0.suffix(count)) }) { for _ in 0..<times { octal? += row } }
    self.count += count * times
  }

  /// The bytes. Numbers without zeros in front are octal only where that alone gives whole frames.
  func read(in bytes: [UInt8], expecting frames: Bool) throws(ParseError) -> [UInt8] {
    let decimal = isMixed ? nil : self.decimal
    let octal = isPadded ? self.octal : nil
    switch (decimal, octal) {
    case (let values?, nil):
      if frames, count > 1, let other = self.octal, FrameLikeness(values) == .none,
        FrameLikeness(other) == .whole
      {
        return other
      }
      return values
    case (nil, let values?): return values
    case (let decimal?, let octal?):
      if decimal == octal { return decimal }
      if frames, let best = FrameLikeness.best([decimal, octal]) { return best }
      throw ParseError(
        at: start ?? 0, in: bytes, "these numbers can be octal or decimal; write them in hex",
        isCertain: true)
    case (nil, nil):
      let word = (isMixed ? [wrong, short].compactMap { $0 }.min { $0.lowerBound < $1.lowerBound } : wrong)
      let text = bytes[word ?? 0..<0]
      throw ParseError(
        at: text.startIndex, in: bytes,
        "\(Escaper.line(bytes: text.prefix(20))) is not the number of a byte (-128 to 255)",
        isCertain: true)
    }
  }

  /// Octal bytes have three digits each, or begin with a zero.
  private var isPadded: Bool { areWide || beginWithZero && hasLong }

  /// Whether words that are filled up with zeros to three digits are next to others that are not.
  private var isMixed: Bool { hasPadded && !areWide && !beginWithZero }

  /// The byte of a number from -128 to 255.
  static func value(_ word: ArraySlice<UInt8>, base: Int) -> UInt8? {
    let digits = word.first == 0x2D ? word.dropFirst() : word
    guard (1...4).contains(digits.count), base != 10 || digits.count <= 3 else { return nil }
    if base == 10, digits.first == 0x30, digits.count == 2 { return nil }
    var value = 0
    for byte in digits {
      guard let digit = byte.hexValue, digit < base else { return nil }
      value = value * base + Int(digit)
    }
    if digits.count == word.count { return UInt8(exactly: value) }
    return base == 10 ? Int8(exactly: -value).map { UInt8(bitPattern: $0) } : nil
  }
}

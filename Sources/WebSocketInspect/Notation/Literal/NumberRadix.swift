/// Finds out in which base a list of numbers is written.
enum NumberRadix {
  /// The bytes of numbers that are all decimal, signed or not, or all octal; the words are slices of the text.
  static func read(_ words: [ArraySlice<UInt8>], in bytes: [UInt8], expecting frames: Bool)
    throws(ParseError) -> [UInt8]
  {
    let decimal = isMixed(words) ? nil : readings(words, base: 10)
    let octal = isPadded(words) ? readings(words, base: 8) : nil
    switch (decimal, octal) {
    case (let values?, nil), (nil, let values?): return values
    case (let decimal?, let octal?):
      if decimal == octal { return decimal }
      if frames, let best = FrameLikeness.best([decimal, octal]) { return best }
      throw ParseError(
        at: words.first?.startIndex ?? 0, in: bytes,
        "these numbers can be octal or decimal; write them in hex",
        isCertain: true)
    case (nil, nil):
      let wrong =
        words.first { value($0, base: 10) == nil || isMixed(words) && $0.count < 3 } ?? words.first ?? []
      throw ParseError(
        at: wrong.startIndex, in: bytes,
        "\(Escaper.line(bytes: wrong.prefix(20))) is not the number of a byte (-128 to 255)",
        isCertain: true)
    }
  }

  /// Octal bytes have three digits each, or begin with a zero.
  private static func isPadded(_ words: [ArraySlice<UInt8>]) -> Bool {
    let areWide = words.allSatisfy { $0.count == 3 }
    return areWide || words.allSatisfy { $0.first == 0x30 } && words.contains { $0.count > 1 }
  }

  /// Whether words that are filled up with zeros to three digits are next to others that are not.
  private static func isMixed(_ words: [ArraySlice<UInt8>]) -> Bool {
    words.contains { $0.count == 3 && $0.first == 0x30 } && !words.allSatisfy { $0.count == 3 }
      && !words.allSatisfy { $0.first == 0x30 }
  }

  private static func readings(_ words: [ArraySlice<UInt8>], base: Int) -> [UInt8]? {
    var values: [UInt8] = []
    values.reserveCapacity(words.count)
    for word in words {
      guard let value = value(word, base: base) else { return nil }
      values.append(value)
    }
    return values
  }

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

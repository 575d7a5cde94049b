/// Reads lists in which each byte has its index: PHP's `[0] => 129`, lldb's and gdb's `[0] = 0x81`.
struct IndexedListReader {
  private let bytes: [UInt8]
  private var index: Int
  private var values: [UInt8] = []
  /// What is in front of each index, as `frame` in `frame[0] = 0x81;`.
  private let name: ArraySlice<UInt8>

  /// nil when the text is no such list.
  static func read(_ bytes: [UInt8]) throws(ParseError) -> [UInt8]? {
    guard let start = start(in: bytes) else { return nil }
    var reader = IndexedListReader(bytes: bytes, index: start.place)
    while let number = reader.takeIndex(from: start.first) {
      guard number == start.first + reader.values.count else {
        throw reader.error("the element \(start.first + reader.values.count) is expected here")
      }
      try reader.takeValue()
    }
    guard !reader.values.isEmpty else { return nil }
    try reader.checkEnd()
    try reader.checkCount(before: start.place)
    return reader.values
  }

  private init(bytes: [UInt8], index: Int) {
    self.bytes = bytes
    let start = bytes[..<index].lastIndex { !$0.isLetter && !$0.isDecimal && !"_.>-".utf8.contains($0) }
    name = bytes[index] == 0x5B ? bytes[(start.map { $0 + 1 } ?? 0)..<index] : []
    self.index = index
  }

  /// The place of the first element, which comes after a heading of few words, and its index: 0 or 1.
  private static func start(in bytes: [UInt8]) -> (place: Int, first: Int)? {
    for place in 0..<min(bytes.count, 200) where bytes[place] == 0x5B || bytes[place] == 0x30 {
      for (mark, first) in [("[0]", 0), ("[1]", 1), ("[0x0]", 0), ("0 =>", 0)]
      where bytes[place...].starts(with: mark.utf8) {
        var sign = place + (mark == "0 =>" ? 2 : mark.utf8.count)
        sign = bytes.skipBlanks(from: sign, before: bytes.count)
        if sign < bytes.count, bytes[sign] == 0x3D { return (place, first) }
      }
    }
    return nil
  }

  private mutating func skipBlanks() {
    while index < bytes.count,
      bytes[index].isBlank || bytes[index] == 0x0A || bytes[index] == 0x2C || bytes[index] == 0x3B
    {
      index += 1
    }
  }

  private mutating func take(_ words: String) -> Bool {
    guard bytes[min(index, bytes.count)...].starts(with: words.utf8) else { return false }
    index += words.utf8.count
    return true
  }

  /// A number in decimal, or in hex after `0x`.
  private mutating func takeNumber() -> Int? {
    let isHex = bytes.hasHexMark(at: index, before: bytes.count)
    let start = isHex ? index + 2 : index
    let isNegative = !isHex && start < bytes.count && bytes[start] == 0x2D
    var end = isNegative ? start + 1 : start
    while end < bytes.count, isHex ? bytes[end].hexValue != nil : bytes[end].isDecimal { end += 1 }
    guard
      let value = Int(
        String(decoding: bytes[start..<min(end, start + 18)], as: UTF8.self), radix: isHex ? 16 : 10)
    else { return nil }
    index = end
    return value
  }

  /// The index of an element, with what is between it and the value.
  private mutating func takeIndex(from first: Int) -> Int? {
    skipBlanks()
    if !values.isEmpty, !name.isEmpty, bytes[min(index, bytes.count)...].starts(with: name) {
      index += name.count
    }
    let isBracketed = take("[")
    guard let number = takeNumber(), !isBracketed || take("]") else { return nil }
    skipBlanks()
    guard take("=>") || take("=") else { return nil }
    skipBlanks()
    return number
  }

  private mutating func takeValue() throws(ParseError) {
    let isTyped = take("int(")
    guard let value = takeNumber(),
      let byte = UInt8(exactly: value < 0 && value >= -128 ? value + 256 : value),
      !isTyped || take(")")
    else { throw error("this is not the number of a byte (-128 to 255)") }
    values.append(byte)
  }

  private func checkEnd() throws(ParseError) {
    guard
      let place = bytes[min(index, bytes.count)...].firstIndex(where: {
        !$0.isBlank && !")}];,\n".utf8.contains($0)
      })
    else { return }
    throw ParseError(at: place, in: bytes, "an element with its index is expected here", isCertain: true)
  }

  /// Holds the length that the heading has in brackets against the elements.
  private func checkCount(before start: Int) throws(ParseError) {
    for place in 0..<start where bytes[place] == 0x5B || bytes[place] == 0x28 {
      let digits = bytes[(place + 1)..<start].prefix { $0.isDecimal }
      guard let count = Int(String(decoding: digits, as: UTF8.self)), count != values.count else { continue }
      throw ParseError(
        at: place + 1, in: bytes, "the length is given as \(count), and there are \(values.count) bytes",
        lacksBytes: true)
    }
  }

  private func error(_ words: String) -> ParseError {
    ParseError(at: index, in: bytes, words, isCertain: true)
  }
}

/// What in digits without brackets or quotes is rather something else than bytes: an offset, another base, a number.
enum DigitDoubt {
  /// Fails where digits that were read as `values` are not to be taken for bytes.
  static func check(
    _ bytes: [UInt8], reading values: [UInt8], expecting frames: Bool
  ) throws(NotationError) {
    if let doubt = doubt(about: bytes, reading: values, expecting: frames) { throw doubt }
  }

  private static func doubt(
    about bytes: [UInt8], reading values: [UInt8], expecting frames: Bool
  ) -> NotationError? {
    var digits = DigitCount()
    var index = 0
    var isOpen = false
    while index < bytes.count {
      let byte = bytes[index]
      let end = bytes.skipHex(from: index, before: bytes.count)
      if end > index {
        digits.add(index..<end, in: bytes)
        index = end
        continue
      }
      if byte == 0x78 || byte == 0x58 { return nil }
      if byte == 0x23 || byte == 0x2F {
        index = bytes[index...].firstIndex(of: 0x0A) ?? bytes.count
        continue
      }
      let isAfterDigit = index > 0 && bytes[index - 1].hexValue != nil
      let isBeforeBlank = index + 1 < bytes.count && bytes[index + 1].isBlank
      if isAfterDigit, isBeforeBlank, byte == 0x3A || byte == 0x3E && !isOpen {
        return error(at: index, in: bytes, "the digits before this sign look like an offset; leave them out")
      }
      isOpen = isOpen || byte == 0x3C
      index += 1
    }
    return digits.doubt(in: bytes, reading: values, expecting: frames)
  }

  fileprivate static func error(at index: Int, in bytes: [UInt8], _ words: String) -> NotationError {
    NotationError(at: index, in: bytes, words, isCertain: true)
  }
}

/// What the groups of a text's digits are like.
private struct DigitCount {
  private var count = 0
  private var groups = 0
  private var hasPair = false
  private var isBinary = true
  private var isDecimal = true
  /// The first group that begins as offsets do.
  private var offset: Int?
  /// The first that begins as a negative number of 32 bits does.
  private var extended: Int?
  /// The first with `0b` in front.
  private var marked: Int?

  mutating func add(_ group: Range<Int>, in bytes: [UInt8]) {
    let digits = bytes[group]
    count += group.count
    groups += 1
    if group.count == 2 { hasPair = true }
    if isBinary { isBinary = group.count.isMultiple(of: 8) && digits.allSatisfy { $0 | 1 == 0x31 } }
    if isDecimal { isDecimal = digits.allSatisfy(\.isDecimal) }
    if offset == nil, group.count >= 4, digits.starts(with: "00".utf8) { offset = group.lowerBound }
    if extended == nil, group.count == 8, digits.prefix(6).allSatisfy({ $0 | 0x20 == 0x66 }) {
      extended = group.lowerBound
    }
    if marked == nil, group.count == 10, digits.starts(with: "0b".utf8),
      digits.dropFirst(2).allSatisfy({ $0 | 1 == 0x31 })
    {
      marked = group.lowerBound
    }
  }

  func doubt(in bytes: [UInt8], reading values: [UInt8], expecting frames: Bool) -> NotationError? {
    if let marked {
      return DigitDoubt.error(
        at: marked, in: bytes, "0b is in front of binary digits, which are not read here")
    }
    if hasPair, let extended {
      return DigitDoubt.error(
        at: extended, in: bytes, "this is a negative number of 32 bits, and not four bytes")
    }
    guard frames else { return nil }
    if hasPair, let offset {
      return DigitDoubt.error(
        at: offset, in: bytes, "these digits look like an offset among bytes; leave it out, or write pairs")
    }
    if isBinary, count >= 16 {
      return DigitDoubt.error(at: 0, in: bytes, "these look like binary digits; write them in hex")
    }
    if isDecimal, groups == 1, count >= 16, FrameLikeness(values) == .none {
      return DigitDoubt.error(at: 0, in: bytes, "this looks like a decimal number; write it in hex")
    }
    return nil
  }
}

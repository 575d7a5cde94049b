/// What in digits without brackets or quotes is rather something else than bytes: an offset, another base, a number.
enum DigitDoubt {
  /// Fails where digits that were read as `values` are not to be taken for bytes.
  static func check(
    _ bytes: [UInt8], reading values: [UInt8], expecting frames: Bool
  ) throws(ParseError) {
    if let doubt = doubt(about: bytes, reading: values, expecting: frames) { throw doubt }
  }

  private static func doubt(
    about bytes: [UInt8], reading values: [UInt8], expecting frames: Bool
  ) -> ParseError? {
    var digits = DigitCount()
    var index = 0
    var isOpen = false
    while index < bytes.count {
      let byte = bytes[index]
      if bytes.hasHexMark(at: index, before: bytes.count) {
        digits.hasMark = true
        index += 2
      }
      let end = bytes.skipHex(from: index, before: bytes.count)
      if end > index {
        digits.add(index..<end, in: bytes)
        index = end
        continue
      }
      if byte == 0x23 || byte == 0x2F {
        index = CodeComment.end(at: index, in: bytes, before: bytes.count) ?? index + 1
        continue
      }
      let isAfterDigit = index > 0 && bytes[index - 1].hexValue != nil
      let isBeforeBlank = index + 1 < bytes.count && bytes[index + 1].isBlank
      if isAfterDigit, isBeforeBlank, !digits.hasMark, byte == 0x3A || byte == 0x3E && !isOpen {
        return error(at: index, in: bytes, "the digits before this sign look like an offset; leave them out")
      }
      isOpen = isOpen || byte == 0x3C
      if byte == 0x3A, index == 0 || bytes[index - 1] == 0x0A { digits.hasRecord = true }
      if byte == 0x5D || byte == 0x29, digits.bracket == nil,
        bytes[index...].contains(where: { $0.hexValue != nil })
      {
        digits.bracket = index
      }
      index += 1
    }
    return digits.doubt(in: bytes, reading: values, expecting: frames)
  }

  fileprivate static func error(at index: Int, in bytes: [UInt8], _ words: String) -> ParseError {
    ParseError(at: index, in: bytes, words, isCertain: true)
  }
}

/// What the groups of a text's digits are like.
private struct DigitCount {
  /// Whether one has `0x` in front.
  var hasMark = false
  private var count = 0
  private var groups = 0
  private var hasPair = false
  /// Whether a line begins with the colon of Intel's records.
  var hasRecord = false
  /// A closing bracket in front of more digits.
  var bracket: Int?
  private var isBinary = true
  /// Whether groups are of 4 binary digits, or a multiple.
  private var isNibbles = true
  private var hasOne = false
  private var hasZerosInFront = false
  private var hasThreeZeros = false
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
    if groups == 1 { hasZerosInFront = group.count >= 4 && digits.allSatisfy { $0 == 0x30 } }
    if groups == 1 { hasThreeZeros = group.count >= 4 && digits.starts(with: "000".utf8) }
    if isNibbles {
      isNibbles = group.count.isMultiple(of: 4) && digits.allSatisfy { $0 | 1 == 0x31 }
      hasOne = hasOne || digits.contains(0x31)
    }
    if isBinary { isBinary = group.count.isMultiple(of: 8) && digits.allSatisfy { $0 | 1 == 0x31 } }
    if isDecimal { isDecimal = digits.allSatisfy(\.isDecimal) }
    if offset == nil, group.count >= 4, digits.starts(with: "00".utf8) { offset = group.lowerBound }
    if extended == nil, group.count == 8, digits.prefix(6).allSatisfy({ $0 | 0x20 == 0x66 }),
      digits.dropFirst(6).first.map({ $0 >= 0x38 }) ?? false
    {
      extended = group.lowerBound
    }
    if marked == nil, group.count == 10, digits.starts(with: "0b".utf8),
      digits.dropFirst(2).allSatisfy({ $0 | 1 == 0x31 })
    {
      marked = group.lowerBound
    }
  }

  func doubt(in bytes: [UInt8], reading values: [UInt8], expecting frames: Bool) -> ParseError? {
    if let marked {
      return DigitDoubt.error(
        at: marked, in: bytes, "0b is in front of binary digits, which are not read here")
    }
    if hasPair || hasMark, let extended {
      return DigitDoubt.error(
        at: extended, in: bytes, "this is a negative number of 32 bits, and not four bytes")
    }
    guard frames, !hasMark else { return nil }
    let likeness = FrameLikeness(values)
    if likeness == .none, groups == 1, values.count > 4, values.starts(with: [0xFF, 0xFF, 0xFF]),
      values[3] >= 0x80
    {
      return DigitDoubt.error(
        at: 0, in: bytes, "these begin with a negative number of 32 bits, and not with four bytes")
    }
    if likeness == .none, hasRecord || bracket != nil {
      return DigitDoubt.error(
        at: bracket ?? 0, in: bytes,
        bracket == nil
          ? "this looks like a record of Intel HEX, which has more than the bytes"
          : "the digits in these brackets look like a time or a count; leave them out")
    }
    if likeness == .none, groups == 1, count <= 8, hasThreeZeros {
      return DigitDoubt.error(at: 0, in: bytes, "this looks like an offset with nothing after it")
    }
    if likeness == .none, hasZerosInFront, groups > 1, !hasPair, values.contains(where: { $0 != 0 }),
      ForeignBytes.words(for: values) == nil
    {
      return DigitDoubt.error(
        at: 0, in: bytes,
        "the zeros in front look like an offset, and the words have an order that is not known; dump bytes (od -A x -t x1)"
      )
    }
    if hasPair, let offset {
      return DigitDoubt.error(
        at: offset, in: bytes, "these digits look like an offset among bytes; leave it out, or write pairs")
    }
    if isBinary && count >= 16 || isNibbles && hasOne && count >= 16 && likeness < .whole {
      return DigitDoubt.error(
        at: 0, in: bytes,
        "these look like binary digits, and not in groups of whole frames; write them in hex")
    }
    if isDecimal, groups == 1, count >= 10 && likeness == .none || count >= 32 && likeness < .whole {
      return DigitDoubt.error(at: 0, in: bytes, "this looks like a decimal number; write it in hex")
    }
    return nil
  }
}

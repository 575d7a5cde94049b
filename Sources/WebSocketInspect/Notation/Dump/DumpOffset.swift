/// The offset at the beginning of a dump's line.
struct DumpOffset {
  enum Delimiter: Equatable { case colon, bar, bracket, dash, blanks }

  /// Of the digits, in the text; a backtick may divide them, as in WinDbg.
  let digits: Range<Int>
  /// Columns in front of the digits.
  let indent: Int
  let hasMark: Bool
  let delimiter: Delimiter
  /// Blanks after the offset; a tab counts as four.
  let gap: Int
  /// What follows the offset and its delimiter, without blanks at its ends.
  let body: Range<Int>

  var isAlone: Bool { body.isEmpty }

  /// Whether there are fewer digits than an offset usually has, so that it needs evidence.
  var isShort: Bool { !hasMark && digits.count < 4 }

  /// Whether it is an offset only where the row or the next one shows it.
  var needsProof: Bool { isShort || delimiter == .dash || delimiter == .bracket }

  /// nil when the line begins with something else: more than seventeen digits, or fewer than four (three with `0x`) where
  /// they cannot be an offset that is not filled up.
  init?(_ line: Range<Int>, in bytes: [UInt8]) {
    let end = line.upperBound
    var index = bytes.skipBlanks(from: line.lowerBound, before: end)
    index = Self.skipLogPrefix(from: index, before: end, in: bytes)
    // The mark of a direction, as nc -o has it.
    var direction = 0
    if index + 1 < end, bytes[index] == 0x3C || bytes[index] == 0x3E, bytes[index + 1] == 0x20 {
      direction = Int(bytes[index]) << 32
      index += 2
    }
    let isBracketed = index < end && bytes[index] == 0x5B
    if isBracketed { index += 1 }
    let isBoxed = index < end && bytes[index] == 0x7C
    if isBoxed { index = bytes.skipBlanks(from: index + 1, before: end) }
    hasMark = bytes.hasHexMark(at: index, before: end)
    if hasMark { index += 2 }
    let start = index
    while index < end, bytes[index].hexValue != nil || bytes[index] == 0x60 && index > start { index += 1 }
    guard (hasMark ? 3 : 1)...17 ~= index - start else { return nil }
    digits = start..<index
    indent = start - line.lowerBound + direction
    if isBracketed {
      guard index < end, bytes[index] == 0x5D else { return nil }
      index += 1
    }
    if index < end, bytes[index] | 0x20 == 0x68 { index += 1 }
    if hasMark { index = Self.skipSymbol(from: index, before: end, in: bytes) }
    let sign = bytes.skipBlanks(from: index, before: end)
    switch sign < end ? bytes[sign] : 0 {
    case 0x3A: (delimiter, index) = (.colon, sign + 1)
    case 0x7C: (delimiter, index) = (.bar, sign + 1)
    case 0x2D where sign > index && sign + 1 < end && bytes[sign + 1].isBlank:
      (delimiter, index) = (.dash, sign + 1)
    default: delimiter = isBracketed ? .bracket : .blanks
    }
    let content = bytes.trimmed(index..<end)
    body = content
    gap = bytes[index..<content.lowerBound].reduce(0) { $0 + ($1 == 0x09 ? 4 : 1) }
    guard gap > 0 || content.isEmpty || isBoxed else { return nil }
    if isShort, delimiter == .blanks, !content.isEmpty, gap < 2 {
      return nil
    }
  }

  /// The offset's value; nil when its digits do not fit the base, or 63 bits.
  func value(in bytes: [UInt8], base: Int) -> Int? {
    var value = 0
    for byte in bytes[digits] where byte != 0x60 {
      guard let digit = byte.hexValue, digit < base else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: base)
      guard !overflow else { return nil }
      let (sum, overflowed) = product.addingReportingOverflow(Int(digit))
      guard !overflowed else { return nil }
      value = sum
    }
    return value
  }

  /// Passes over the time and level of a log, as libwebsockets writes them: `[2026/11/27 10:00:00:1234] N: `; and over those
  /// of ESP-IDF, `I (312) tag: `, and of Mbed TLS, `ssl_tls.c:1234: |4| `.
  private static func skipLogPrefix(from index: Int, before end: Int, in bytes: [UInt8]) -> Int {
    if index + 2 < end, bytes[index].isLetter, bytes[index + 1] == 0x20, bytes[index + 2] == 0x28,
      let close = bytes[index..<end].firstIndex(of: 0x29),
      let colon = bytes[close..<end].firstIndex(of: 0x3A)
    {
      return bytes.skipBlanks(from: colon + 1, before: end)
    }
    if index < end, bytes[index].isLetter, let bar = bytes[index..<end].prefix(128).firstIndex(of: 0x7C),
      bytes[index..<bar].suffix(2).elementsEqual(": ".utf8), bar + 3 < end, bytes[bar + 1].isDecimal,
      bytes[bar + 2] == 0x7C
    {
      return bytes.skipBlanks(from: bar + 3, before: end)
    }
    guard index < end, bytes[index] == 0x5B, let close = bytes[index..<end].firstIndex(of: 0x5D),
      bytes.skipHex(from: index + 1, before: end) < close
    else {
      return index
    }
    let word = bytes.skipBlanks(from: close + 1, before: end)
    var last = word
    while last < end, bytes[last].isLetter { last += 1 }
    let isLevel = last > word && last < end && bytes[last] == 0x3A
    return bytes.skipBlanks(from: isLevel ? last + 1 : word, before: end)
  }

  /// Passes over the name that gdb gives an address: ` <buffer+8>`.
  private static func skipSymbol(from index: Int, before end: Int, in bytes: [UInt8]) -> Int {
    let open = bytes.skipBlanks(from: index, before: end)
    guard open < end, bytes[open] == 0x3C, let close = bytes[open..<end].firstIndex(of: 0x3E) else {
      return index
    }
    return close + 1
  }
}

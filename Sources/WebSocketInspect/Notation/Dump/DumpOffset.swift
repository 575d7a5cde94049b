/// The offset at the beginning of a dump's line.
struct DumpOffset {
  enum Delimiter: Equatable { case colon, bar, blanks }

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

  /// nil when the line begins with something else: fewer than four digits (three with `0x`), or more than seventeen.
  init?(_ line: Range<Int>, in bytes: [UInt8]) {
    let end = line.upperBound
    var index = bytes.skipBlanks(from: line.lowerBound, before: end)
    index = Self.skipLogPrefix(from: index, before: end, in: bytes)
    let isBoxed = index < end && bytes[index] == 0x7C
    if isBoxed { index = bytes.skipBlanks(from: index + 1, before: end) }
    hasMark = bytes.hasHexMark(at: index, before: end)
    if hasMark { index += 2 }
    let start = index
    while index < end, bytes[index].hexValue != nil || bytes[index] == 0x60 && index > start { index += 1 }
    guard (hasMark ? 3 : 4)...17 ~= index - start else { return nil }
    digits = start..<index
    indent = start - line.lowerBound
    if index < end, bytes[index] | 0x20 == 0x68 { index += 1 }
    if hasMark { index = Self.skipSymbol(from: index, before: end, in: bytes) }
    let sign = bytes.skipBlanks(from: index, before: end)
    switch sign < end ? bytes[sign] : 0 {
    case 0x3A: (delimiter, index) = (.colon, sign + 1)
    case 0x7C: (delimiter, index) = (.bar, sign + 1)
    default: delimiter = .blanks
    }
    let content = bytes.trimmed(index..<end)
    body = content
    gap = bytes[index..<content.lowerBound].reduce(0) { $0 + ($1 == 0x09 ? 4 : 1) }
    guard gap > 0 || content.isEmpty || isBoxed else { return nil }
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

  /// Passes over the time and level of a log, as libwebsockets writes them: `[2026/11/27 10:00:00:1234] N: `.
  private static func skipLogPrefix(from index: Int, before end: Int, in bytes: [UInt8]) -> Int {
    guard index < end, bytes[index] == 0x5B, let close = bytes[index..<end].firstIndex(of: 0x5D) else {
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

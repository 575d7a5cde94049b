/// How a dump is laid out: where its first row is, and what its rows have in common.
struct DumpForm {
  let delimiter: DumpOffset.Delimiter
  let hasMark: Bool
  /// Digits of the first offset.
  let width: Int
  let content: Content

  enum Content: Equatable {
    case hex, binary, numbers
    /// Words of two bytes in a base.
    case words(Int)
  }

  /// A longer first line is digits alone.
  private static let longestRow = 1 << 16

  /// nil when the text is not a dump. Throws when it could be one, or else bytes whose first group is longer.
  static func find(in bytes: [UInt8], expecting frames: Bool) throws(ParseError) -> DumpForm? {
    var lines = TextLines(bytes)
    var titles = 0
    while let line = lines.next() {
      if bytes.trimmed(line).isEmpty { continue }
      guard line.count <= longestRow else { return nil }
      if let offset = DumpOffset(line, in: bytes), !offset.isAlone, startsWithNumber(offset.body, in: bytes),
        !offset.needsProof || isProved(offset, followedBy: lines, in: bytes)
      {
        return try judge(offset, followedBy: lines, in: bytes, expecting: frames)
      }
      titles += 1
      guard titles <= 64, DumpTitle(line, in: bytes) != nil else { return nil }
    }
    return nil
  }

  /// Whether the first offset is not filled up with zeros, so that the others may be longer.
  var isShort: Bool { !hasMark && width < 4 }

  /// Whether a row whose offset this is belongs to the dump; offsets may grow, and not shrink.
  func fits(_ offset: DumpOffset) -> Bool {
    offset.delimiter == delimiter && offset.hasMark == hasMark
      && (offset.digits.count >= width || hasMark && offset.digits.count >= 3)
  }

  /// Whether a row that does not belong to the dump seems to be one of it, with an offset of another length.
  func resembles(_ offset: DumpOffset, in bytes: [UInt8]) -> Bool {
    let digits = bytes.skipHex(from: offset.body.lowerBound, before: offset.body.upperBound)
    let length = digits - offset.body.lowerBound
    let isGroup = digits == offset.body.upperBound || bytes[digits].isBlank
    return offset.delimiter == delimiter && offset.hasMark == hasMark && length >= 2 && isGroup
      && length.isMultiple(of: 2)
  }

  // MARK: Recognition

  private static func startsWithNumber(_ body: Range<Int>, in bytes: [UInt8]) -> Bool {
    let start =
      bytes.hasHexMark(at: body.lowerBound, before: body.upperBound) ? body.lowerBound + 2 : body.lowerBound
    return start < body.upperBound && (bytes[start].hexValue != nil || bytes[start] == 0x2D)
  }

  private static func judge(
    _ first: DumpOffset, followedBy lines: TextLines, in bytes: [UInt8], expecting frames: Bool
  ) throws(ParseError) -> DumpForm? {
    let content = content(of: first, in: bytes)
    let form = DumpForm(
      delimiter: first.delimiter, hasMark: first.hasMark, width: first.digits.count, content: content)
    guard first.delimiter == .blanks, !first.needsProof else { return form }
    let words = bytes[first.body].split(whereSeparator: { $0.isBlank })
    if first.digits.count == 7, let base = DumpWords.base(of: words) {
      return DumpForm(delimiter: .blanks, hasMark: first.hasMark, width: 7, content: .words(base))
    }
    var row = DumpRowReader(isBinary: content == .binary)
    row.read(first.body, after: first.gap, in: bytes)
    if !first.digits.count.isMultiple(of: 2) { return form }
    if content == .numbers, first.digits.count < 5 && first.gap < 2 { return nil }
    if content != .numbers, row.readings.isEmpty {
      return first.digits.count >= 8 && first.gap >= 2 ? form : nil
    }
    if row.readings.contains(where: { $0.evidence == .text && $0.count > 1 }) { return form }
    let counts = content == .numbers ? [numbers(in: first.body, of: bytes)] : row.readings.map(\.count)
    switch form.agreement(after: first, of: counts, with: lines, in: bytes) {
    case true?: return form
    case let agrees: return try form.choose(first, row, agrees: agrees, in: bytes, expecting: frames)
    }
  }

  /// Whether a first offset that may be something else is zero, and a column of text shows its bytes or the next offset follows.
  private static func isProved(_ first: DumpOffset, followedBy lines: TextLines, in bytes: [UInt8]) -> Bool {
    guard first.value(in: bytes, base: 16) == 0 else { return false }
    let content = content(of: first, in: bytes)
    let form = DumpForm(
      delimiter: first.delimiter, hasMark: first.hasMark, width: first.digits.count, content: content)
    var row = DumpRowReader(isBinary: content == .binary)
    row.read(first.body, after: first.gap, in: bytes)
    return row.readings.contains { $0.evidence == .text }
      || form.agreement(after: first, of: row.readings.map(\.count), with: lines, in: bytes) == true
  }

  private static func content(of first: DumpOffset, in bytes: [UInt8]) -> Content {
    let words = bytes[first.body].split(whereSeparator: { $0.isBlank })
    let isTabbed = bytes[first.body].contains(0x09)
    if areNumbers(words) && (isTabbed || areColumns(words))
      || first.hasMark && isTabbed
        && words.allSatisfy({ $0.first == 0x30 && $0.count <= 4 && $0.allSatisfy(\.isDecimal) })
    {
      var row = DumpRowReader(isBinary: false)
      row.read(first.body, after: first.gap, in: bytes)
      return row.readings.contains { $0.evidence == .text } ? .hex : .numbers
    }
    let bits = words.prefix { $0.count == 8 && $0.allSatisfy { $0 | 1 == 0x31 } }
    guard !bits.isEmpty,
      words.count == bits.count || words[bits.count].first?.hexValue == nil || words.count > bits.count
    else { return .hex }
    var row = DumpRowReader(isBinary: false)
    row.read(first.body, after: first.gap, in: bytes)
    return row.readings.contains { $0.evidence == .text } ? .hex : .binary
  }

  /// Whether words are decimal or octal, which they are if one has a sign or an odd number of digits.
  private static func areNumbers(_ words: [ArraySlice<UInt8>]) -> Bool {
    words.allSatisfy {
      $0.count <= ($0.first == 0x30 || $0.first == 0x2D ? 4 : 3)
        && $0.allSatisfy { $0.isDecimal || $0 == 0x2D }
    }
      && words.contains { !$0.count.isMultiple(of: 2) || $0.first == 0x2D }
  }

  /// Whether words are in columns of three digits or more, which a hex digit that is lost does not make.
  private static func areColumns(_ words: [ArraySlice<UInt8>]) -> Bool {
    if words.allSatisfy({ $0.count >= 3 }) { return true }
    let steps = zip(words, words.dropFirst()).map { $1.endIndex - $0.endIndex }
    return (steps.first ?? 0) >= 4 && steps.allSatisfy { $0 == steps[0] }
  }

  private static func numbers(in body: Range<Int>, of bytes: [UInt8]) -> Int {
    bytes[body].split(whereSeparator: { $0.isBlank }).count
  }

  /// Whether the next offset is right, if the first row holds one of these numbers of bytes; nil without a next offset.
  private func agreement(after first: DumpOffset, of counts: [Int], with lines: TextLines, in bytes: [UInt8])
    -> Bool?
  {
    var hasStar = false
    for line in lines {
      if bytes.trimmed(line).isEmpty { continue }
      if DumpTitle.isStar(line, in: bytes) {
        hasStar = true
        continue
      }
      guard let next = DumpOffset(line, in: bytes), fits(next) || next.isAlone else { return nil }
      return OffsetBases.bases.contains { base in
        guard let from = first.value(in: bytes, base: base), let to = next.value(in: bytes, base: base),
          to >= from
        else { return false }
        return hasStar || counts.contains(to - from)
      }
    }
    return nil
  }

  /// Decides on a line that could be an offset and bytes, or bytes alone.
  private func choose(
    _ first: DumpOffset, _ row: DumpRowReader, agrees: Bool?, in bytes: [UInt8], expecting frames: Bool
  ) throws(ParseError) -> DumpForm? {
    let digits = Array(bytes[first.digits])
    let offset = stride(from: 0, to: digits.count - 1, by: 2).map { place in
      (digits[place].hexValue ?? 0) << 4 | (digits[place + 1].hexValue ?? 0)
    }
    let all = offset + row.values
    let bytesFit = frames && FrameLikeness(all) > .none
    let dumpFits = frames && FrameLikeness(row.values) > .none
    let isZero = bytes[first.digits].allSatisfy { $0 == 0x30 }
    let isWide = first.gap >= 2 && first.digits.count != row.groupSize * 2
    if isWide, first.digits.count >= 8 { return self }
    if bytesFit, !dumpFits { return nil }
    if row.isPairs, first.digits.count >= 10, bytes[first.digits].starts(with: "0000".utf8) { return self }
    if isWide, row.isPairs, frames || agrees == false || isZero { return self }
    // Words of one length are bytes, unless zeros come before a frame.
    guard frames, dumpFits, row.isPairs || isZero && row.groupSize > 1 else { return nil }
    throw ParseError(
      at: first.digits.lowerBound, in: bytes,
      "\(Escaper.line(bytes: bytes[first.digits])) may be an offset or bytes; leave it out, or write it without a gap after it",
      isCertain: true)
  }
}

/// Refuses digits in lines whose columns are rather something else than one sequence of bytes: offsets, a second column.
struct ColumnDoubt {
  /// Groups of hex digits in a line.
  private struct Line {
    var groups: [Range<Int>] = []
    /// What is between a group and the next.
    var gaps: [Range<Int>] = []
  }

  private let bytes: [UInt8]
  private let lines: [Line]

  /// Fails where digits that were read as `values` are not to be taken for frames.
  static func check(_ bytes: [UInt8], reading values: [UInt8]) throws(ParseError) {
    let doubt = ColumnDoubt(bytes)
    try doubt.checkSides()
    guard FrameLikeness(values) < .whole, ForeignBytes.words(for: values) == nil else { return }
    try doubt.checkFirstColumn(values)
  }

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
    // The first lines show what columns there are.
    lines = TextLines(bytes).prefix(256).map { Self.line($0.prefix(4096), in: bytes) }.filter {
      !$0.groups.isEmpty
    }
  }

  private static func line(_ range: Range<Int>, in bytes: [UInt8]) -> Line {
    var result = Line()
    var index = range.lowerBound
    while index < range.upperBound {
      if bytes[index] == 0x2F || bytes[index] == 0x23,
        let end = CodeComment.end(at: index, in: bytes, before: range.upperBound)
      {
        index = end
        continue
      }
      let start = bytes.hasHexMark(at: index, before: range.upperBound) ? index + 2 : index
      let end = bytes.skipHex(from: start, before: range.upperBound)
      guard end > start else {
        index += 1
        continue
      }
      if let last = result.groups.last { result.gaps.append(last.upperBound..<index) }
      result.groups.append(start..<end)
      index = end
    }
    return result
  }

  // MARK: Two columns

  /// Refuses lines that have a wide gap or a bar between bytes with narrow gaps, unless it comes after eight of them, as in a
  /// dump: what is next to each other may come from two captures.
  private func checkSides() throws(ParseError) {
    for line in lines {
      let wide = line.gaps.indices.filter { isWide(line.gaps[$0]) }
      guard let gap = wide.first, wide.count < max(line.gaps.count, 2) else { continue }
      let count = line.groups[...gap].reduce(0) { $0 + $1.count } / 2
      let isOne = line.gaps.count == 1
      guard isOne ? line.groups.allSatisfy({ $0.count > 2 }) : !count.isMultiple(of: 8) else { continue }
      throw ParseError(
        at: line.groups[gap + 1].lowerBound, in: bytes,
        "these seem to be two columns next to each other; give one of them, or put it below the other",
        isCertain: true)
    }
  }

  private func isWide(_ gap: Range<Int>) -> Bool {
    let signs = bytes[gap]
    guard signs.allSatisfy({ $0.isBlank || $0 == 0x7C }) else { return false }
    return signs.count > 2 || signs.contains(0x7C) && signs.count > 1 || signs.contains(0x09)
  }

  // MARK: Offsets

  /// Refuses a first column that counts the bytes in front, or that is set apart from the others.
  private func checkFirstColumn(_ values: [UInt8]) throws(ParseError) {
    guard let line = lines.first, line.groups.count > 1, let place = line.groups.first?.lowerBound else {
      return
    }
    let digits = line.groups[0].count
    let rest = line.groups.dropFirst().flatMap { group in
      (HexReader.readPacked(bytes[group]) ?? [])
    }
    let first =
      line.groups[0].count.isMultiple(of: 2) ? HexReader.readPacked(bytes[line.groups[0]]) ?? [] : []
    let isZero = bytes[line.groups[0]].allSatisfy { $0 == 0x30 }
    let narrowest = line.gaps.dropFirst().map(\.count).min() ?? Int.max
    let isApart =
      line.gaps[0].count >= 2 && bytes[line.gaps[0]].allSatisfy(\.isBlank) && narrowest < line.gaps[0].count
    let looksBetter = FrameLikeness(rest) > FrameLikeness(first + rest)
    let isWords = digits == 8 && isApart
    guard
      countsBytes
        || looksBetter
          && (isApart
            || isZero && FrameLikeness(values) == .none
              && FrameLikeness(Array(values.dropFirst(digits / 2))) == .whole)
        || isWords && FrameLikeness(values) == .none
    else { return }
    throw ParseError(
      at: place, in: bytes,
      "\(Escaper.line(bytes: bytes[line.groups[0]])) may be an offset or bytes; leave it out, or put a colon after it",
      isCertain: true)
  }

  /// Whether the first group of each line is the number of bytes in front of it.
  private var countsBytes: Bool {
    guard lines.count > 1 else { return false }
    return [16, 10].contains { radix in
      var due = 0
      return lines.allSatisfy { line in
        let value = Int(String(decoding: bytes[line.groups[0]].prefix(15), as: UTF8.self), radix: radix)
        let agrees = value == due
        due += line.groups.dropFirst().reduce(0) { $0 + $1.count } / 2
        return agrees && line.groups.count > 1
      }
    }
  }
}

/// Reads the bytes of a dump's row in each way that its blanks allow, because the column of text may look like digits too.
struct DumpRowReader {
  /// How the row goes on after the bytes of a reading, from the best evidence to the least.
  enum Evidence: Int, Comparable {
    case text, end, other
    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  struct Reading {
    let count: Int
    let evidence: Evidence
    /// Whether the column of text shows the bytes of each group in reverse; nil where it shows neither order alone.
    let isReversed: Bool?
    /// Bytes in each group but the last one, as far as this reading goes.
    let groupSize: Int
    /// Where the column of text begins.
    let end: Int
  }

  /// The bytes of all groups, in the order of the digits.
  private(set) var values: [UInt8] = []
  private(set) var readings: [Reading] = []
  /// Where the row stopped to be digits.
  private(set) var stop = 0
  /// Bytes in each group but the last one; 1 when groups differ, or are longer than 8.
  private(set) var groupSize = 1
  /// Whether groups have `0x` in front, as gdb writes words.
  private(set) var hasMarks = false
  /// Whether each group is one byte.
  private(set) var isPairs = true
  private let isBinary: Bool

  /// Whether an earlier row has shown that the bytes of groups are in the order of the text.
  var isForward = false

  init(isBinary: Bool) { self.isBinary = isBinary }

  /// `gap` is that after the offset: a row whose columns are wide has it between groups too.
  /// Where the number of bytes is known, `length`, only a reading of that many is looked for, and the column of text only if
  /// it can show the order within groups.
  mutating func read(_ body: Range<Int>, after gap: Int, in bytes: [UInt8], length: Int? = nil) {
    let widest = max(3, gap)
    values.removeAll(keepingCapacity: true)
    readings.removeAll(keepingCapacity: true)
    groupSize = 0
    isPairs = true
    var index = body.lowerBound
    stop = index
    while index < body.upperBound, let end = takeGroup(at: index, before: body.upperBound, in: bytes) {
      stop = end
      let (next, gap) = skipSeparators(from: end, before: body.upperBound, in: bytes)
      if let length,
        values.count < length || values.count > length || gap >= 2 && (groupSize == 1 || isForward)
      {
        if values.count == length {
          readings.append(
            Reading(
              count: length, evidence: .other, isReversed: nil, groupSize: groupSize, end: end))
        }
        if values.count >= length { return }
      } else {
        addReading(
          end: end, next: next, gap: gap == widest && gap > 3 ? 1 : gap, before: body.upperBound, in: bytes)
      }
      guard gap <= widest || isRightAligned(after: gap, at: next, before: body.upperBound, in: bytes) else {
        return
      }
      index = next
    }
  }

  private static let ends = ByteSet("-|,")

  // MARK: Groups

  /// Takes one group of digits; gives the place after it, nil when there is none.
  private mutating func takeGroup(at index: Int, before limit: Int, in bytes: [UInt8]) -> Int? {
    let start = bytes.hasHexMark(at: index, before: limit) ? index + 2 : index
    let end = bytes.skipHex(from: start, before: limit)
    let isEnd = end == limit || bytes[end].isBlank || Self.ends.contains(bytes[end])
    guard isEnd, end > start, (end - start).isMultiple(of: 2) else { return nil }
    let before = values.count
    hasMarks = hasMarks || start > index
    if isBinary {
      guard end - start == 8, bytes[start..<end].allSatisfy({ $0 | 1 == 0x31 }) else { return nil }
      values.append(bytes[start..<end].reduce(0) { $0 << 1 | $1 & 1 })
    } else {
      for place in stride(from: start, to: end, by: 2) {
        values.append((bytes[place].hexValue ?? 0) << 4 | (bytes[place + 1].hexValue ?? 0))
      }
    }
    measure(values.count - before)
    return end
  }

  private mutating func measure(_ size: Int) {
    isPairs = isPairs && size == 1
    if groupSize == 0 {
      groupSize = size > 8 ? 1 : size
    } else if size > groupSize || !(values.count - size).isMultiple(of: groupSize) {
      groupSize = 1
    }
  }

  /// The place after blanks, a comma, a dash between pairs, and bars; the gap is infinite after nothing, and small at a bar.
  private func skipSeparators(from start: Int, before end: Int, in bytes: [UInt8]) -> (next: Int, gap: Int) {
    var index = start
    if index + 1 < end, bytes[index] == 0x2D, bytes[index + 1].hexValue != nil { return (index + 1, 1) }
    if index < end, bytes[index] == 0x2C { index += 1 }
    var gap = 0
    var hasBar = false
    while index < end, bytes[index].isBlank || bytes[index] == 0x7C {
      if bytes[index] == 0x7C { hasBar = true }
      gap += 1
      index += 1
    }
    // A tab divides groups, or comes in front of the text.
    if gap == 1, bytes[index - 1] == 0x09, index < end, bytes[index].hexValue == nil { gap = 2 }
    return (index, hasBar ? 2 : gap)
  }

  /// Whether a shorter group is moved to the right of its column, as in `xxd -e`.
  private func isRightAligned(after gap: Int, at index: Int, before end: Int, in bytes: [UInt8]) -> Bool {
    let digits = bytes.skipHex(from: index, before: end) - index
    return groupSize > 1 && digits > 0 && digits + gap - 1 == groupSize * 2
  }

  // MARK: Readings

  private mutating func addReading(end: Int, next: Int, gap: Int, before limit: Int, in bytes: [UInt8]) {
    if next == limit {
      readings.append(
        Reading(
          count: values.count, evidence: .end, isReversed: nil, groupSize: groupSize, end: end))
      return
    }
    let text = DumpText(end..<limit, in: bytes)
    let isWide = gap >= 2 || text.hasFrame
    guard isWide || values.count >= 5 else { return }
    let direct = text.shows(values[...])
    let backward =
      groupSize > 1 && !(direct && isForward) && text.isAbout(values.count)
      && text.shows(values.reversedGroups(of: groupSize)[...])
    if direct || backward {
      readings.append(
        Reading(
          count: values.count, evidence: .text,
          isReversed: direct && backward || groupSize == 1 ? nil : backward,
          groupSize: groupSize, end: end))
    } else if isWide {
      readings.append(
        Reading(
          count: values.count, evidence: .other, isReversed: nil, groupSize: groupSize, end: end))
    }
  }
}

extension [UInt8] {
  /// All but the last bytes, with which a word was filled up; nil where they are not zeros.
  func dropping(zeros count: Int) -> [UInt8]? {
    suffix(count).allSatisfy { $0 == 0 } ? Array(dropLast(count)) : nil
  }

  /// The bytes of each group in reverse; the last group may be shorter.
  func reversedGroups(of size: Int) -> [UInt8] {
    guard size > 1 else { return self }
    var result = self
    for start in stride(from: 0, to: count, by: size) {
      result[start..<Swift.min(start + size, count)].reverse()
    }
    return result
  }
}

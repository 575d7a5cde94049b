/// Reads a dump, whose rows begin with an offset: each must agree with the bytes in front of it.
///
/// A row is kept until the next offset is known, because its column of text may look like bytes.
struct OffsetDumpReader {
  private struct Row {
    let offset: DumpOffset
    let line: Range<Int>
    var hasStar = false
    /// Lines below that show the same bytes in another way.
    var cells: [Range<Int>] = []
  }

  /// The rows of one direction or capture, which count their bytes for themselves.
  private struct Stream {
    /// The offset that comes next.
    var next: OffsetBases
    let first: OffsetBases
  }

  /// What the last heading said of the rows below it.
  private enum Section {
    case unannounced
    /// They hold this many bytes; `title` is the place of the heading, and `start` the number of the bytes above it.
    case announced(Int, title: Int, start: Int)
    /// They are heads of HTTP or records of TLS, as curl shows them, and not data.
    case hidden
  }

  /// The most bytes that `*` may mean in all, as it costs nothing to write.
  private static let repeatLimit = 64 << 20

  private let bytes: [UInt8]
  private let form: DumpForm
  private var output: DumpOutput
  private var streams: [Int: Stream] = [:]
  private var current = 0
  private var pending: Row?
  private var mayRestart = true
  private var section = Section.unannounced
  /// Whether the last line was the offset of the end.
  private var isClosed = false

  /// nil when the text is not a dump.
  static func read(_ bytes: [UInt8], expecting frames: Bool) throws(ParseError) -> [UInt8]? {
    guard let form = try DumpForm.find(in: bytes, expecting: frames) else { return nil }
    var reader = OffsetDumpReader(bytes: bytes, form: form)
    for line in TextLines(bytes) { try reader.take(line) }
    try reader.settle(before: nil)
    try reader.endSection()
    return try reader.output.finish(in: bytes, isClosed: reader.isClosed, expecting: frames)
  }

  private init(bytes: [UInt8], form: DumpForm) {
    self.bytes = bytes
    self.form = form
    output = DumpOutput(form: form)
  }

  // MARK: Lines

  private mutating func take(_ line: Range<Int>) throws(ParseError) {
    if bytes.trimmed(line).isEmpty {
      mayRestart = true
    } else if DumpTitle.isStar(line, in: bytes), pending != nil {
      pending?.hasStar = true
    } else if bytes[line.lowerBound].isBlank, let row = pending,
      DumpCells(line, below: row.offset, in: bytes) != nil
    {
      pending?.cells.append(line)
    } else if let offset = DumpOffset(line, in: bytes), offset.isAlone && pending != nil || form.fits(offset)
    {
      if offset.isAlone { try close(offset) } else if !hidesRows { try take(Row(offset: offset, line: line)) }
    } else if let offset = DumpOffset(line, in: bytes), form.resembles(offset, in: bytes) {
      throw error(at: offset.digits.lowerBound, "this offset is not written as the first one is")
    } else if let title = DumpTitle(line, in: bytes) {
      try settle(before: nil)
      mayRestart = true
      if let place = Self.cut(in: line, of: bytes) {
        throw lacking(at: place, "this says that bytes were left out")
      }
      guard title.count != nil || title.hidesRows else { return }
      try endSection()
      section =
        if title.hidesRows { .hidden } else {
          title.count.map { .announced($0, title: line.lowerBound, start: output.count) } ?? .unannounced
        }
    } else {
      throw error(at: bytes.trimmed(line).lowerBound, "this is not a row of the dump, and not a heading")
    }
  }

  /// Where a line between rows says that not all is shown: an ellipsis, or the mark of tcpdump.
  private static func cut(in line: Range<Int>, of bytes: [UInt8]) -> Int? {
    let content = bytes.trimmed(line)
    let isCut =
      bytes[content].starts(with: "...".utf8) || bytes[content].starts(with: "[|".utf8)
      || bytes[content].first == SpelledText.ellipsis
    return isCut ? content.lowerBound : nil
  }

  private mutating func take(_ row: Row) throws(ParseError) {
    let offset = row.offset
    let isKnown = streams[key(of: offset)] != nil
    let isRestart = mayRestart && restarts(offset)
    try settle(before: isKnown && key(of: offset) == current && !isRestart ? offset : nil)
    if isRestart || streams.isEmpty {
      streams[key(of: offset)] = start(of: offset)
      current = key(of: offset)
    } else if isKnown {
      current = key(of: offset)
    } else if beginsStream(offset) {
      streams[key(of: offset)] = start(of: offset)
      current = key(of: offset)
    }
    guard !(streams[current]?.next.isEmpty ?? true) else {
      throw error(at: offset.digits.lowerBound, "this is not an offset")
    }
    try advance(to: offset)
    pending = row
    mayRestart = false
    isClosed = false
  }

  /// Takes an offset without bytes, which is that of the end.
  private mutating func close(_ offset: DumpOffset) throws(ParseError) {
    guard !hidesRows else { return }
    try settle(before: offset)
    try advance(to: offset)
    mayRestart = true
    isClosed = true
  }

  private var hidesRows: Bool { if case .hidden = section { true } else { false } }

  // MARK: Offsets

  /// What the rows of a direction have in common: their indentation, if offsets are of one length.
  private func key(of offset: DumpOffset) -> Int { form.isShort ? 0 : offset.indent }

  private func bases(of offset: DumpOffset) -> OffsetBases { OffsetBases(offset, in: bytes, form: form) }

  private func start(of offset: DumpOffset) -> Stream {
    let first = bases(of: offset)
    return Stream(next: first, first: first)
  }

  /// Whether the offset is that of the first row again, or zero.
  private func restarts(_ offset: DumpOffset) -> Bool {
    guard let stream = streams[key(of: offset)] ?? streams[current] else { return false }
    return bases(of: offset).restarts(stream.first)
  }

  /// Whether a row of another indentation belongs to another direction: it begins at 0, or Wireshark's way of following a
  /// stream moves it to the right.
  private func beginsStream(_ offset: DumpOffset) -> Bool {
    if bases(of: offset)[16] == 0 { return true }
    let isFollowed = form.width == 8 && form.delimiter == .blanks && streams.count == 1
    return isFollowed && [-4, -1, 1, 4].contains(key(of: offset) - current)
      && (streams[current]?.next.agreeing(with: bases(of: offset)).isEmpty ?? false)
  }

  /// Holds an offset against the bytes so far.
  private mutating func advance(to offset: DumpOffset) throws(ParseError) {
    guard let next = streams[current]?.next else { return }
    let agreeing = next.agreeing(with: bases(of: offset))
    streams[current]?.next = agreeing
    guard agreeing.isEmpty else { return }
    let base = OffsetBases.bases.first { next[$0] != nil } ?? 16
    let due = String(next[base] ?? 0, radix: base)
    throw error(
      at: offset.digits.lowerBound,
      "the offset \(Escaper.line(bytes: bytes[offset.digits])) does not follow from the rows above, which go up to \(due)"
    )
  }

  // MARK: Rows

  /// Reads the row that was kept, with the next offset of its stream if there is one.
  private mutating func settle(before next: DumpOffset?) throws(ParseError) {
    guard let row = pending else { return }
    pending = nil
    let lengths = next.flatMap { next in streams[current]?.next.distances(to: bases(of: next)) } ?? []
    let shown = row.cells.first.flatMap { DumpCells($0, below: row.offset, in: bytes)?.count }
    let count = try output.add(
      row.offset, in: bytes, lengths: row.hasStar ? shown.map { [$0] } ?? [] : lengths,
      isLast: next?.isAlone ?? true)
    for line in row.cells {
      try DumpCells(line, below: row.offset, in: bytes)?.check(output.last(count))
    }
    var total = count
    if row.hasStar {
      total = try repeated(row, count, in: lengths)
      output.repeatLast(count, times: total / count - 1)
    }
    streams[current]?.next.advance(by: total)
  }

  /// The bytes of a row and of those like it that `*` means.
  private func repeated(_ row: Row, _ count: Int, in lengths: [Int]) throws(ParseError) -> Int {
    let possible = lengths.filter { $0 > count && $0.isMultiple(of: count) }
    guard let length = possible.first else {
      throw lacking(
        at: row.line.upperBound, "* means rows that were left out, and no offset after it says how many"
      )
    }
    guard possible.count == 1 || form.width != 7 else {
      throw error(
        at: row.line.upperBound,
        "* means rows that were left out, and the base of the offsets is not clear")
    }
    guard length <= Self.repeatLimit, output.count <= Self.repeatLimit - length else {
      throw error(at: row.line.upperBound, "* means more than \(Self.repeatLimit) bytes")
    }
    return length
  }

  /// Holds the number of bytes that curl announced against the rows.
  private mutating func endSection() throws(ParseError) {
    guard case .announced(let count, let title, let start) = section, output.count - start != count else {
      return
    }
    throw lacking(
      at: title, "\(count) bytes are announced, and the rows below hold \(output.count - start)")
  }

  private func lacking(at index: Int, _ words: String) -> ParseError {
    ParseError(at: index, in: bytes, words, lacksBytes: true)
  }

  private func error(at index: Int, _ words: String) -> ParseError {
    ParseError(at: index, in: bytes, words, isCertain: true)
  }
}

import WebSocketWire

/// Lines in the making, as UTF-8: what a view shows of a frame is written here piece by piece, and costs no strings.
struct ByteText {
  var bytes: [UInt8] = []
  let style: TextStyle

  init(style: TextStyle) { self.style = style }

  mutating func add(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Words of ours that need not be ASCII.
  mutating func add(words: String) {
    var words = words
    words.withUTF8 { bytes.append(contentsOf: $0) }
  }

  /// A number in decimal digits.
  mutating func add(_ number: UInt64) {
    bytes.append(addingCapacity: 20) { (out: inout OutputSpan<UInt8>) in out.add(number) }
  }

  /// `1 byte`, `65536 bytes`: never rounded.
  mutating func add(bytes count: UInt64) {
    add(count)
    add(count == 1 ? " byte" : " bytes")
  }

  /// `81 05`: two digits for each byte, with a space between them.
  mutating func add(hex count: Int, _ byte: (Int) -> UInt8) {
    bytes.append(addingCapacity: count * 3) { (out: inout OutputSpan<UInt8>) in out.add(hex: count, byte) }
  }

  /// `.000 ....`: these bits of their byte, counted from the first of a header, and a full stop for each other one.
  mutating func add(bits: Range<Int>, of byte: UInt8) {
    bytes.append(addingCapacity: 9) { (out: inout OutputSpan<UInt8>) in out.add(bits: bits, of: byte) }
  }

  /// What `body` writes, which is ASCII, with spaces after it up to this many columns.
  mutating func add(width: Int, _ body: (inout ByteText) -> Void) {
    let start = bytes.count
    body(&self)
    let missing = start + width - bytes.count
    if missing > 0 { bytes.append(contentsOf: repeatElement(0x20, count: missing)) }
  }

  /// Gives what is written from byte `start` on, which is ASCII, this many columns, with spaces after it or without its end.
  mutating func fit(from start: Int, width: Int) {
    let end = start + width
    if bytes.count > end {
      bytes.removeSubrange(end...)
    } else {
      bytes.append(contentsOf: repeatElement(0x20, count: end - bytes.count))
    }
  }

  /// The value of a field, in the words of `HeaderField`.
  mutating func add(_ field: HeaderField, of header: FrameHeader) {
    bytes.append(addingCapacity: 20) { (out: inout OutputSpan<UInt8>) in out.add(field, of: header) }
  }

  // MARK: Rows

  /// Writes bytes in rows, the last of which may be shorter; each under its row of `upper`, which has as many bytes.
  mutating func add(rows lower: DumpBytes, under upper: DumpBytes? = nil, width: Int) {
    var start = 0
    while start < lower.bytes.count {
      let count = min(lower.bytes.count - start, HexDump.rowLength)
      let lowerRow = DumpRow(of: count, in: lower, from: start, width: width, style: style)
      let upperRow = upper.map { DumpRow(of: count, in: $0, from: start, width: width, style: style) }
      let rows = (lower.bytes.count - start) / count
      bytes.append(addingCapacity: rows * (lowerRow.room + (upperRow?.room ?? 0))) {
        (out: inout OutputSpan<UInt8>) in
        for _ in 0..<rows {
          let range = start..<start + count
          let (place, placeAbove) = (lower.offset(of: start), upper?.offset(of: start))
          guard lowerRow.fits(place), upperRow?.fits(placeAbove) != false else { return }
          if let upper, let upperRow { upperRow.add(upper.row(range), at: placeAbove, to: &out) }
          lowerRow.add(lower.row(range), at: place, to: &out)
          start = range.upperBound
        }
      }
    }
  }

  /// Writes the first columns of a row.
  mutating func add(row source: DumpBytes, width: Int) {
    let row = DumpRow(of: source.bytes.count, in: source, from: 0, width: width, style: style)
    bytes.append(addingCapacity: row.room) { (out: inout OutputSpan<UInt8>) in
      row.addHead(ByteRow(source.bytes), at: source.offset, to: &out)
    }
  }

  // MARK: Lines

  mutating func add(lines: [String]) {
    for line in lines {
      add(words: line)
      endLine()
    }
  }

  /// What is written so far, line by line.
  var lines: [String] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast().map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// Breaks the lines from byte `start` on that are wider than this many columns; see `LineFolder`.
  mutating func fold(from start: Int, width: Int?, hang: Int? = nil) {
    guard let width, isWide(from: start, width) else { return }
    var wide = ByteText(style: style)
    wide.bytes = Array(bytes[start...])
    bytes.removeSubrange(start...)
    add(lines: LineFolder.fold(wide.lines, width: width, hang: hang))
  }

  /// Whether a line may be wider than that; a byte takes a column at most.
  func isWide(from start: Int, _ width: Int) -> Bool {
    var count = 0
    for byte in bytes[start...] {
      count = byte == 0x0A ? 0 : count + 1
      if count > width { return true }
    }
    return false
  }

  mutating func endLine() { bytes.append(0x0A) }

  /// Ends the line that began at byte `start`, without the spaces at its end.
  mutating func endLine(trimmedFrom start: Int) {
    while bytes.count > start, bytes.last == 0x20 { bytes.removeLast() }
    endLine()
  }

  /// What `body` writes, in the colours of its meaning.
  mutating func paint(_ meaning: TextStyle.Meaning, _ body: (inout ByteText) -> Void) {
    guard let code = style.code(of: meaning) else { return body(&self) }
    let start = bytes.count
    add(code)
    body(&self)
    if bytes.count == start + code.utf8CodeUnitCount {
      bytes.removeSubrange(start...)
    } else {
      add(TextStyle.reset)
    }
  }
}

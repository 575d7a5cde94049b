import WebSocketWire

/// Lines in the making, as UTF-8: what a view shows of a frame is written here piece by piece, and costs no strings.
struct ByteText {
  var bytes: [UInt8] = []
  let style: Style
  /// How many of the bytes take no column: those of colours, and the later ones of a scalar.
  private var unseen = 0
  /// What begins the colour that is on.
  private var colour: StaticString?

  init(style: Style) { self.style = style }

  /// A measure of the place: columns lie between two values of it. What a payload says is not measured.
  var column: Int { bytes.count - unseen }

  mutating func add(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Words of ours that need not be ASCII.
  mutating func add(words: String) {
    var words = words
    words.withUTF8 { utf8 in
      bytes.append(contentsOf: utf8)
      for byte in utf8 where byte & 0xC0 == 0x80 { unseen += 1 }
    }
  }

  /// A number in decimal digits.
  mutating func add(_ number: UInt64) {
    let start = bytes.count
    var rest = number
    repeat {
      bytes.append(0x30 | UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }

  mutating func add(spaces count: Int) {
    if count > 0 {
      bytes.append(addingCapacity: count) { (out: inout OutputSpan<UInt8>) in out.add(spaces: count) }
    }
  }

  // MARK: Bytes

  /// The value of a field that lies in the first two bytes, in the words of `HeaderField`.
  mutating func add(_ field: HeaderField, of header: FrameHeader) {
    switch field {
    case .fin: add(header.isFinal ? "1" : "0")
    case .reserved:
      let bits = header.reserved.rawValue
      for place in 0..<3 { bytes.append(0x30 | bits >> UInt8(2 - place) & 1) }
    case .opcode:
      let value = header.opcode.rawValue
      add("0x")
      bytes.append(value < 10 ? 0x30 + value : 0x37 + value)
    case .mask: add(header.isMasked ? "1" : "0")
    case .length: add(UInt64(header[1] & 0x7F))
    case .extendedLength, .maskingKey: add(words: field.value(in: header))
    }
  }

  /// `81 05`: the header as it stands on the wire.
  mutating func add(hex header: FrameHeader) {
    bytes.append(addingCapacity: FrameHeader.maximumCount * 3) { (out: inout OutputSpan<UInt8>) in
      out.add(hex: header.count) { header[$0] }
    }
  }

  /// `37 fa 21 3d`.
  mutating func add(hex key: MaskingKey) {
    bytes.append(addingCapacity: 12) { (out: inout OutputSpan<UInt8>) in out.add(hex: 4) { key[$0] } }
  }

  /// ASCII as it is, a full stop for every other byte.
  mutating func add(printable source: UnsafeRawBufferPointer) {
    bytes.append(addingCapacity: source.count) { (out: inout OutputSpan<UInt8>) in out.add(printable: source)
    }
  }

  /// The first columns of a row of bytes, at most `HexDump.rowLength` of them: where they stand, and their digits with spaces
  /// up to a width.
  mutating func add(
    row source: UnsafeRawBufferPointer, at offset: UInt64?, _ meaning: Style.Meaning, width: Int
  ) {
    let (dim, code) = (style.code(of: .dim), style.code(of: meaning))
    bytes.append(addingCapacity: 64 + 3 * HexDump.rowLength + max(0, width)) {
      (row: inout OutputSpan<UInt8>) in
      row.add("  ")
      if let offset { row.paint(dim) { $0.add(offset: offset) } } else { row.add(spaces: 8) }
      row.add("  ")
      row.paint(code) { $0.add(row: source) }
      row.add(spaces: width - (source.count * 3 - 1))
    }
  }

  // MARK: Lines

  mutating func add(lines: [String]) {
    for line in lines {
      add(words: line)
      endLine()
    }
  }

  mutating func endLine() { bytes.append(0x0A) }

  /// Ends the line that began at byte `start`, without the spaces at its end.
  mutating func endLine(trimmedFrom start: Int) {
    while bytes.count > start, bytes.last == 0x20 { bytes.removeLast() }
    endLine()
  }

  /// Moves what was written from byte `start` on to a line of its own, without the spaces in front of it; a colour around
  /// it stays.
  mutating func wrap(from start: Int, indent: StaticString) {
    let moved = bytes[start...].drop { $0 == 0x20 }
    bytes.removeSubrange(start...)
    if colour != nil { addUnseen(Style.reset) }
    endLine()
    if let colour { addUnseen(colour) }
    add(indent)
    bytes += moved
  }

  // MARK: Colours

  /// What `body` writes, in the colours of its meaning, unless it stands in those of something around it.
  mutating func paint(_ meaning: Style.Meaning, _ body: (inout ByteText) -> Void) {
    guard colour == nil, let code = style.code(of: meaning) else {
      return body(&self)
    }
    let start = bytes.count
    addUnseen(code)
    colour = code
    body(&self)
    colour = nil
    if bytes.count == start + code.utf8CodeUnitCount {
      bytes.removeSubrange(start...)
      unseen -= code.utf8CodeUnitCount
    } else {
      addUnseen(Style.reset)
    }
  }

  private mutating func addUnseen(_ text: StaticString) {
    add(text)
    unseen += text.utf8CodeUnitCount
  }
}

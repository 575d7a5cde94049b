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
    bytes.append(contentsOf: words.utf8)
    for byte in words.utf8 where byte & 0xC0 == 0x80 { unseen += 1 }
  }

  /// A number in decimal digits.
  mutating func add(_ number: UInt64) {
    var (rest, count) = (number, 1)
    while rest >= 10 { (rest, count) = (rest / 10, count + 1) }
    write(count) { target in
      var rest = number
      for place in (0..<count).reversed() {
        target[place] = 0x30 | UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
    }
  }

  /// A byte offset as eight hexadecimal digits, or more where it needs them.
  mutating func add(offset: UInt64) {
    let count = max(8, (67 - offset.leadingZeroBitCount) / 4)
    write(count) { target in
      for place in 0..<count {
        let half = UInt8(truncatingIfNeeded: offset >> UInt64(4 * (count - 1 - place))) & 0x0F
        target[place] = UInt8(truncatingIfNeeded: Self.digits(half) >> 8)
      }
    }
  }

  mutating func add(spaces count: Int) {
    if count > 0 { bytes.append(contentsOf: repeatElement(0x20, count: count)) }
  }

  /// Spaces until so many columns lie behind `start`.
  mutating func pad(from start: Int, to width: Int) { add(spaces: width - (column - start)) }

  // MARK: Bytes

  /// One hexadecimal digit, a letter in upper case: the low half of a byte.
  mutating func add(digit: UInt8) {
    let half = digit & 0x0F
    bytes.append(half < 10 ? 0x30 + half : 0x37 + half)
  }

  /// `81 05`: the header as it stands on the wire.
  mutating func add(hex header: FrameHeader) { add(hexOf: header.count) { header[$0] } }

  /// `37 fa 21 3d`.
  mutating func add(hex key: MaskingKey) { add(hexOf: 4) { key[$0] } }

  /// `81 05`: two digits for each byte, with a space between them.
  mutating func add(hex bytes: UnsafeRawBufferPointer) { add(hexOf: bytes.count) { bytes[$0] } }

  private mutating func add(hexOf count: Int, _ byte: (Int) -> UInt8) {
    guard count > 0 else { return }
    write(count * 3 - 1) { target in
      for index in 0..<count {
        if index > 0 { target[index * 3 - 1] = 0x20 }
        target.storeBytes(
          of: Self.digits(byte(index)).littleEndian, toByteOffset: index * 3, as: UInt16.self)
      }
    }
  }

  /// ASCII as it is, a full stop for every other byte.
  mutating func add(printable source: UnsafeRawBufferPointer) {
    write(source.count) { target in
      for index in 0..<source.count {
        let byte = source[index]
        target[index] = 0x20...0x7E ~= byte ? byte : 0x2E
      }
    }
  }

  /// The digits of both halves at once, the first one in the lower byte; from ten on a digit is a letter.
  private static func digits(_ byte: UInt8) -> UInt16 {
    let halves = UInt16(byte >> 4) | UInt16(byte & 0x0F) << 8
    let letters = (halves &+ 0x0606) >> 4 & 0x0101
    return halves &+ 0x3030 &+ letters &* 0x27
  }

  private mutating func write(_ count: Int, _ body: (UnsafeMutableRawBufferPointer) -> Void) {
    bytes.append(addingCapacity: count) { (target: inout OutputSpan<UInt8>) in
      target.withUnsafeMutableBufferPointer { buffer, filled in
        body(
          UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(buffer)[filled..<filled + count]))
        filled += count
      }
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
    guard style.isColoured, colour == nil, let code = Style.code(of: meaning) else {
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

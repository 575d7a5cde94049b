import WebSocketWire

/// Pieces of text for which there must be room, as UTF-8.
extension OutputSpan<UInt8> {
  @inline(__always)
  mutating func add(_ text: StaticString) {
    fill(text.utf8CodeUnitCount) {
      $0.copyMemory(from: UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
  }

  /// Words of ours that need not be ASCII.
  mutating func add(words: String) {
    var words = words
    words.withUTF8 { utf8 in fill(utf8.count) { $0.copyMemory(from: UnsafeRawBufferPointer(utf8)) } }
  }

  @inline(__always)
  mutating func add(spaces count: Int) {
    if count > 0 { fill(count) { $0.initializeMemory(as: UInt8.self, repeating: 0x20) } }
  }

  /// A number in decimal digits.
  mutating func add(_ number: UInt64) {
    var count = 1
    var rest = number / 10
    while rest > 0 { (count, rest) = (count + 1, rest / 10) }
    rest = number
    fill(count) { target in
      for place in (0..<count).reversed() {
        target[place] = 0x30 | UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
    }
  }

  /// `1 byte`, `65536 bytes`: never rounded.
  mutating func add(bytes count: UInt64) {
    add(count)
    add(count == 1 ? " byte" : " bytes")
  }

  /// `.000 ....`: these bits of their byte, counted from the first of a header, and a full stop for each other one.
  mutating func add(bits: Range<Int>, of byte: UInt8) {
    let ones: UInt64 = 0x0101_0101_0101_0101
    // Each bit of the byte alone in a byte, the first one in the lowest place; adding takes what is not 0 to the top bit.
    let alone = UInt64(byte) &* ones & 0x0102_0408_1020_4080
    let digits = (alone &+ ones &* 0x7F) >> 7 & ones | ones &* 0x30
    let first = bits.lowerBound / 8 * 8
    let shown = UInt64.max << (8 * (bits.lowerBound - first)) & ~(.max << (8 * (bits.upperBound - first)))
    let cells = digits & shown | ones &* 0x2E & ~shown
    fill(9) {
      $0.storeBytes(of: UInt32(truncatingIfNeeded: cells).littleEndian, as: UInt32.self)
      $0[4] = 0x20
      $0.storeBytes(of: UInt32(cells >> 32).littleEndian, toByteOffset: 5, as: UInt32.self)
    }
  }

  /// What `body` writes, which is ASCII, with spaces after it up to this many columns.
  @inline(__always)
  mutating func add(width: Int, _ body: (inout OutputSpan<UInt8>) -> Void) {
    let start = count
    body(&self)
    add(spaces: start + width - count)
  }

  /// The value of a field, in the words of `HeaderField`.
  mutating func add(_ field: HeaderField, of header: FrameHeader) {
    switch field {
    case .fin: append(header.isFinal ? 0x31 : 0x30)
    case .reserved:
      let bits = header.reserved.rawValue
      for place in 0..<3 { append(0x30 | bits >> UInt8(2 - place) & 1) }
    case .opcode:
      let value = header.opcode.rawValue
      add("0x")
      append(value < 10 ? 0x30 + value : 0x37 + value)
    case .mask: append(header.isMasked ? 0x31 : 0x30)
    case .length: add(UInt64(header[1] & 0x7F))
    case .extendedLength: add(header.payloadLength)
    case .maskingKey: if let key = header.maskingKey { add(hex: 4) { key[$0] } }
    }
  }

  /// A byte offset as eight hexadecimal digits, or more where it needs them.
  mutating func add(offset: UInt64) {
    let upper = UInt32(truncatingIfNeeded: offset >> 32)
    let more = (35 - upper.leadingZeroBitCount) / 4
    fill(upTo: 8) {
      let digits = Self.digits(upper.byteSwapped) >> UInt64(64 - 8 * more)
      $0.storeBytes(of: digits.littleEndian, as: UInt64.self)
      return more
    }
    fill(8) { $0.storeBytes(of: Self.lastDigits(of: offset), as: UInt64.self) }
  }

  /// `81 05`: two digits for each byte, with a space between them.
  @inline(__always)
  mutating func add(hex count: Int, _ byte: (Int) -> UInt8) {
    guard count > 0 else { return }
    fill(upTo: count * 3) { target in
      for index in 0..<count {
        let pair = UInt16(truncatingIfNeeded: Self.digits(UInt32(byte(index))))
        target.storeBytes(of: pair.littleEndian, toByteOffset: index * 3, as: UInt16.self)
        target[index * 3 + 2] = 0x20
      }
      return count * 3 - 1
    }
  }

  /// What `body` writes, in a colour, if there is one.
  @inline(__always)
  mutating func paint(_ code: StaticString?, _ body: (inout OutputSpan<UInt8>) -> Void) {
    if let code { add(code) }
    body(&self)
    if code != nil { add(TextStyle.reset) }
  }

  /// The last eight digits of an offset as they are in memory.
  @inline(__always)
  static func lastDigits(of offset: UInt64) -> UInt64 {
    digits(UInt32(truncatingIfNeeded: offset).byteSwapped).littleEndian
  }

  /// The two digits of each of four bytes, worked out at once; the first one is in the lowest place, of the bytes as of the
  /// digits. From ten on a digit is a letter.
  @inline(__always)
  private static func digits(_ bytes: UInt32) -> UInt64 {
    var wide = UInt64(bytes)
    wide = (wide | wide << 16) & 0x0000_FFFF_0000_FFFF
    wide = (wide | wide << 8) & 0x00FF_00FF_00FF_00FF
    let halves = wide >> 4 & 0x000F_000F_000F_000F | (wide & 0x000F_000F_000F_000F) << 8
    let letters = (halves &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    return halves &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
  }

  /// Appends `count` bytes, all of which `body` writes.
  @inline(__always)
  mutating func fill(_ count: Int, _ body: (UnsafeMutableRawBufferPointer) -> Void) {
    fill(upTo: count) {
      body($0)
      return count
    }
  }

  /// Appends the first of at most `room` bytes that `body` writes: as many as it says.
  @inline(__always)
  mutating func fill(upTo room: Int, _ body: (UnsafeMutableRawBufferPointer) -> Int) {
    precondition(0 <= room && room <= freeCapacity)
    withUnsafeMutableBufferPointer { buffer, filled in
      let count = body(
        UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[filled..<filled + room]))
      precondition(0 <= count && count <= room)
      filled += count
    }
  }
}

/// Pieces of text for which there must be room, as UTF-8.
extension OutputSpan<UInt8> {
  @inline(__always)
  mutating func add(_ text: StaticString) {
    fill(text.utf8CodeUnitCount) {
      $0.copyMemory(from: UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
  }

  @inline(__always)
  mutating func add(spaces count: Int) {
    if count > 0 { append(repeating: 0x20, count: count) }
  }

  /// A byte offset as eight hexadecimal digits, or more where it needs them.
  @inline(__always)
  mutating func add(offset: UInt64) {
    let more = max(0, (67 - offset.leadingZeroBitCount) / 4 - 8)
    fill(more + 8) { target in
      for place in 0..<more {
        let half = offset >> UInt64(28 + 4 * (more - place)) & 0x0F
        target[place] = UInt8(truncatingIfNeeded: Self.digits(UInt8(truncatingIfNeeded: half)) >> 8)
      }
      for pair in 0..<4 {
        let digits = Self.digits(UInt8(truncatingIfNeeded: offset >> UInt64(24 - 8 * pair)))
        target.storeBytes(of: digits, toByteOffset: more + 2 * pair, as: UInt16.self)
      }
    }
  }

  /// `81 05`: two digits for each byte, with a space between them.
  @inline(__always)
  mutating func add(hex count: Int, _ byte: (Int) -> UInt8) {
    guard count > 0 else { return }
    fill(count * 3 - 1) { target in
      target.storeBytes(of: Self.digits(byte(0)), as: UInt16.self)
      for index in 1..<count {
        target[index * 3 - 1] = 0x20
        target.storeBytes(of: Self.digits(byte(index)), toByteOffset: index * 3, as: UInt16.self)
      }
    }
  }

  /// The same for a row of at most sixteen bytes, whose digits are worked out all at once.
  @inline(__always)
  mutating func add(row source: UnsafeRawBufferPointer) {
    guard !source.isEmpty else { return }
    var row = SIMD16<UInt8>()
    withUnsafeMutableBytes(of: &row) { $0.copyMemory(from: source) }
    let wide = SIMD16<UInt16>(truncatingIfNeeded: row)
    let halves = wide &>> 4 | (wide & 0x0F) &<< 8
    let letters = (halves &+ 0x0606) &>> 4 & 0x0101
    let digits = halves &+ 0x3030 &+ letters &* 0x27
    fill(source.count * 3 - 1) { target in
      withUnsafeBytes(of: digits) { digits in
        for index in 0..<source.count {
          if index > 0 { target[index &* 3 &- 1] = 0x20 }
          let pair = digits.load(fromByteOffset: index &* 2, as: UInt16.self)
          target.storeBytes(of: pair.littleEndian, toByteOffset: index &* 3, as: UInt16.self)
        }
      }
    }
  }

  /// ASCII as it is, a full stop for every other byte.
  @inline(__always)
  mutating func add(printable source: UnsafeRawBufferPointer) {
    fill(source.count) { target in
      for index in 0..<source.count {
        let byte = source[index]
        target[index] = 0x20...0x7E ~= byte ? byte : 0x2E
      }
    }
  }

  /// What `body` writes, in a colour, if there is one.
  @inline(__always)
  mutating func paint(_ code: StaticString?, _ body: (inout OutputSpan<UInt8>) -> Void) {
    if let code { add(code) }
    body(&self)
    if code != nil { add(Style.reset) }
  }

  /// The digits of both halves as they stand in memory, worked out at once; from ten on a digit is a letter.
  private static func digits(_ byte: UInt8) -> UInt16 {
    let halves = UInt16(byte >> 4) | UInt16(byte & 0x0F) << 8
    let letters = (halves &+ 0x0606) >> 4 & 0x0101
    return (halves &+ 0x3030 &+ letters &* 0x27).littleEndian
  }

  /// Appends `count` bytes, all of which `body` writes.
  @inline(__always)
  private mutating func fill(_ count: Int, _ body: (UnsafeMutableRawBufferPointer) -> Void) {
    precondition(count <= freeCapacity)
    withUnsafeMutableBufferPointer { buffer, filled in
      body(
        UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[filled..<filled + count]))
      filled += count
    }
  }
}

/// At most sixteen bytes of a dump, taken all at once.
struct ByteRow {
  /// What is after the bytes is 0.
  private var bytes = SIMD16<UInt8>()

  @inline(__always)
  init(_ source: UnsafeRawBufferPointer) {
    if source.count == HexDump.rowLength {
      bytes = source.loadUnaligned(as: SIMD16<UInt8>.self)
    } else {
      withUnsafeMutableBytes(of: &bytes) { $0.copyMemory(from: source) }
    }
  }

  /// The two digits of each byte, the first one in the lower half; from ten on a digit is a letter.
  @inline(__always)
  var digits: SIMD16<UInt16> {
    let wide = SIMD16<UInt16>(truncatingIfNeeded: bytes)
    let halves = wide &>> 4 | (wide & 0x0F) &<< 8
    let letters = (halves &+ 0x0606) &>> 4 & 0x0101
    return halves &+ 0x3030 &+ letters &* 0x27
  }

  /// ASCII as it is, a full stop for every other byte.
  @inline(__always)
  var printable: SIMD2<UInt64> {
    let words = withUnsafeBytes(of: bytes) { $0.load(as: SIMD2<UInt64>.self) }
    let tops: UInt64 = 0x8080_8080_8080_8080
    let ones: UInt64 = 0x0101_0101_0101_0101
    let low = words & ~tops
    // The first sum sets the top bit of a byte from 0x20 on, the second that of 0x7F.
    let isShown = (low &+ ones &* 0x60) & ~(low &+ ones) & ~words & tops
    let shown = isShown &<< 1 &- isShown &>> 7
    return words & shown | ones &* 0x2E & ~shown
  }
}

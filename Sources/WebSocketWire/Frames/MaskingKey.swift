/// The four bytes that a client XORs its payload with (RFC 6455 5.3).
public struct MaskingKey: Hashable, Sendable {
  /// The four bytes, the first one in the most significant place.
  public let bigEndian: UInt32

  /// A key by its four bytes, the first one in the most significant place.
  public init(bigEndian: UInt32) { self.bigEndian = bigEndian }

  /// A fresh key; the generator must be unpredictable on a live connection (RFC 6455 10.3).
  public init(using generator: inout some RandomNumberGenerator) {
    self.init(bigEndian: UInt32(truncatingIfNeeded: generator.next()))
  }

  /// The four bytes in the order of the wire.
  public var bytes: [UInt8] { (0..<4).map { self[$0] } }

  /// The byte that masks payload byte `index` (modulo 4).
  public subscript(index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: bigEndian >> (24 - 8 * UInt32(index & 3)))
  }

  /// Masks or unmasks in place; `phase` is the offset of the first byte inside the payload, of which the low two bits count.
  package func apply(to bytes: UnsafeMutableRawBufferPointer, phase: UInt64) {
    guard let start = bytes.baseAddress else { return }
    combine(UnsafeRawPointer(start), into: start, count: bytes.count, phase: phase)
  }

  /// Masks or unmasks the bytes on their way to `target`, which has room for them and shares nothing with them.
  package func copy(_ bytes: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer, phase: UInt64) {
    guard let start = bytes.baseAddress else { return }
    combine(start, into: target, count: bytes.count, phase: phase)
  }

  /// A masked (or unmasked) copy.
  public func applied(to bytes: [UInt8], phase: UInt64 = 0) -> [UInt8] {
    var copy = bytes
    copy.withUnsafeMutableBytes { apply(to: $0, phase: phase) }
    return copy
  }

  /// Inlined, so that the compiler sees in either case how the two places lie; 64 bytes at a time, then eight, then one.
  @inline(__always)
  private func combine(
    _ source: UnsafeRawPointer, into target: UnsafeMutableRawPointer, count: Int, phase: UInt64
  ) {
    let shift = UInt32(phase & 3) * 8
    let rotated = bigEndian << shift | bigEndian >> ((32 - shift) & 31)
    let pattern = (UInt64(rotated) << 32 | UInt64(rotated)).bigEndian
    let blocks = count / 64
    let wide = SIMD8(repeating: pattern)
    for index in 0..<blocks {
      let block = source.loadUnaligned(fromByteOffset: index &* 64, as: SIMD8<UInt64>.self)
      target.storeBytes(of: block ^ wide, toByteOffset: index &* 64, as: SIMD8<UInt64>.self)
    }
    let words = count / 8
    for index in (blocks &* 8)..<words {
      let word = source.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self)
      target.storeBytes(of: word ^ pattern, toByteOffset: index &* 8, as: UInt64.self)
    }
    var rest = pattern.littleEndian
    for index in (words &* 8)..<count {
      let byte = source.load(fromByteOffset: index, as: UInt8.self)
      target.storeBytes(of: byte ^ UInt8(truncatingIfNeeded: rest), toByteOffset: index, as: UInt8.self)
      rest >>= 8
    }
  }
}

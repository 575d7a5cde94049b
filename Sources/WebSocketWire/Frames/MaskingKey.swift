/// The four bytes that a client XORs its payload with (RFC 6455 5.3).
public struct MaskingKey: Hashable, Sendable {
  /// The four bytes, the first one in the most significant place.
  public let bigEndian: UInt32

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
  public func apply(to bytes: UnsafeMutableRawBufferPointer, phase: UInt64) {
    let shift = UInt32(phase & 3) * 8
    let rotated = shift == 0 ? bigEndian : bigEndian << shift | bigEndian >> (32 - shift)
    let word = UInt64(rotated) << 32 | UInt64(rotated)
    let pattern = word.bigEndian
    let words = bytes.count / 8
    for index in 0..<words {
      let value = bytes.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self)
      bytes.storeBytes(of: value ^ pattern, toByteOffset: index &* 8, as: UInt64.self)
    }
    let key = MaskingKey(bigEndian: rotated)
    for index in (words * 8)..<bytes.count { bytes[index] ^= key[index] }
  }

  /// A masked (or unmasked) copy.
  public func applied(to bytes: [UInt8], phase: UInt64 = 0) -> [UInt8] {
    var copy = bytes
    copy.withUnsafeMutableBytes { apply(to: $0, phase: phase) }
    return copy
  }
}

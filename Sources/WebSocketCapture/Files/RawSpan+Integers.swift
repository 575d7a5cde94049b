/// In which order a number's bytes are.
enum ByteOrder: Hashable, Sendable {
  case big
  case little
}

extension RawSpan {
  /// The byte at an offset, which is below `byteCount`.
  @inline(__always)
  func uint8(_ offset: Int) -> UInt8 { unsafeLoad(fromByteOffset: offset, as: UInt8.self) }

  /// The number of two bytes at an offset, all of which are there.
  @inline(__always)
  func uint16(_ offset: Int, _ order: ByteOrder = .big) -> UInt16 {
    let value = unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self)
    return order == .big ? UInt16(bigEndian: value) : UInt16(littleEndian: value)
  }

  /// The number of four bytes at an offset, all of which are there.
  @inline(__always)
  func uint32(_ offset: Int, _ order: ByteOrder = .big) -> UInt32 {
    let value = unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
    return order == .big ? UInt32(bigEndian: value) : UInt32(littleEndian: value)
  }

  /// The number of eight bytes at an offset, all of which are there.
  @inline(__always)
  func uint64(_ offset: Int, _ order: ByteOrder = .big) -> UInt64 {
    let value = unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
    return order == .big ? UInt64(bigEndian: value) : UInt64(littleEndian: value)
  }

  /// The bytes of a range, as a copy.
  func array(_ range: Range<Int>) -> [UInt8] { extracting(range).withUnsafeBytes { Array($0) } }
}

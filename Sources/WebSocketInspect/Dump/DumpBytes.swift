/// What a dump shows: bytes, where they are, and what is said of them.
struct DumpBytes {
  let bytes: UnsafeRawBufferPointer
  /// The first one's offset; nil where they have no place on the wire.
  let offset: UInt64?
  let meaning: TextStyle.Meaning
  /// What they are, in front of each row's text.
  let name: StaticString

  /// The offset of the byte at an index.
  @inline(__always)
  func offset(of index: Int) -> UInt64? { offset.map { $0 &+ UInt64(index) } }

  @inline(__always)
  func row(_ range: Range<Int>) -> ByteRow { ByteRow(UnsafeRawBufferPointer(rebasing: bytes[range])) }
}

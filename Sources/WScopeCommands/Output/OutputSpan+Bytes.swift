extension OutputSpan<UInt8> {
  /// Appends a copy of the bytes, for which there must be room.
  mutating func append(_ bytes: RawSpan) {
    precondition(bytes.byteCount <= freeCapacity)
    bytes.withUnsafeBytes { source in
      withUnsafeMutableBufferPointer { target, count in
        UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(target)[count...])
          .copyMemory(from: source)
        count += source.count
      }
    }
  }
}

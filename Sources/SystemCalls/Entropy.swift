/// The random bytes of the system.
package enum Entropy {
  /// The most that `getentropy` gives at a time, in bytes.
  private static let pieceSize = 256

  /// Fills all of it; false where the system has none to give.
  package static func fill(_ bytes: UnsafeMutableRawBufferPointer) -> Bool {
    #if canImport(Glibc) || canImport(Musl)
      stride(from: 0, to: bytes.count, by: pieceSize).allSatisfy { start in
        let count = min(pieceSize, bytes.count - start)
        return bytes.baseAddress.map { getentropy($0 + start, count) == 0 } ?? false
      }
    #else
      arc4random_buf(bytes.baseAddress, bytes.count)
      return true
    #endif
  }
}

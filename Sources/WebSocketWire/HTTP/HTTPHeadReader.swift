/// Collects bytes up to the empty line that ends a head, however they are cut (RFC 9112 2.1).
package struct HTTPHeadReader: Sendable {
  /// What the bytes so far amount to.
  package enum Progress: Hashable, Sendable {
    case incomplete
    /// The head is whole; `used` bytes of the piece just given belong to it.
    case complete(HTTPHead, used: Int)
    /// The limit is reached without an empty line.
    case tooBig
  }

  /// The bytes so far, never more than the limit.
  package private(set) var bytes: [UInt8] = []
  /// Where the line feed of the first line is.
  private(set) var firstLineEnd: Int?
  private let limit: Int

  /// `limit` is the most bytes that a head may have, the empty line included.
  package init(limit: Int) { self.limit = limit }

  package mutating func append(_ piece: RawSpan) -> Progress {
    for index in 0..<piece.byteCount {
      guard bytes.count < limit else { return .tooBig }
      let byte = piece.unsafeLoad(fromByteOffset: index, as: UInt8.self)
      if byte == 0x0A, firstLineEnd == nil { firstLineEnd = bytes.count }
      bytes.append(byte)
      if endsInEmptyLine { return .complete(HTTPHead(bytes), used: index + 1) }
    }
    return .incomplete
  }

  private var endsInEmptyLine: Bool {
    let count = bytes.count
    guard count >= 2, bytes[count - 1] == 0x0A else { return false }
    if bytes[count - 2] == 0x0A { return true }
    return count >= 3 && bytes[count - 2] == 0x0D && bytes[count - 3] == 0x0A
  }
}

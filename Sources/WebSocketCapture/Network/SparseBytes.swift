/// Bytes of a stream that came out of order, each at its place. Where bytes come twice, those that came first stay.
struct SparseBytes {
  /// Neighbouring bytes.
  struct Piece {
    let start: UInt64
    let bytes: [UInt8]
    /// How many bytes after them are known never to come.
    let cut: Int

    var end: UInt64 { start + UInt64(bytes.count) }
  }

  /// By their places, and apart from each other or neighbours.
  private(set) var pieces: [Piece] = []
  /// How many bytes there are.
  private(set) var count = 0

  var first: Piece? { pieces.first }

  /// Adds what of the bytes is not there yet; `cut` bytes are missing after them.
  mutating func insert(_ bytes: RawSpan, at start: UInt64, cut: Int = 0) {
    let end = start + UInt64(bytes.byteCount)
    var position = start
    var index = place(after: start)
    while position < end {
      let limit = index < pieces.count ? pieces[index].start : .max
      if position < limit {
        let stop = min(end, limit)
        let more = bytes.array(Int(position - start)..<Int(stop - start))
        pieces.insert(Piece(start: position, bytes: more, cut: stop == end ? cut : 0), at: index)
        count += more.count
        position = stop
      } else {
        position = max(position, pieces[index].end)
      }
      index += 1
    }
  }

  /// Takes the first piece out.
  mutating func removeFirst() -> Piece? {
    guard !pieces.isEmpty else { return nil }
    let piece = pieces.removeFirst()
    count -= piece.bytes.count
    return piece
  }

  /// The index of the first piece that ends after this place.
  private func place(after start: UInt64) -> Int {
    guard let last = pieces.last, last.end > start else { return pieces.count }
    var (low, high) = (0, pieces.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].end > start { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

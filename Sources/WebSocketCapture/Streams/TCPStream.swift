/// What one side of a TCP connection sends: segments in, in whatever order and however often, and bytes out in their order.
///
/// Its places count bytes, and are wider than sequence numbers, so that those may wrap (RFC 9293 3.4).
struct TCPStream {
  /// Where its bytes go, and what is reported of them.
  struct Output {
    let consumer: any StreamConsumer
    let side: StreamSide
    let time: Duration

    func bytes(_ bytes: RawSpan) { consumer.receive(bytes, from: side, at: time) }
    func gap(_ count: UInt64) { consumer.gap(count, from: side, at: time) }
  }

  /// The sequence number of the byte at `position`.
  private var next: UInt32 = 0
  /// The place of the next byte that is to come out. It begins where no segment is before 0.
  private(set) var position: UInt64 = 1 << 32
  private var held = SparseBytes()
  /// Where the stream ends; known once FIN has come.
  private var end: UInt64?
  /// Whether the sequence numbers are known from a segment.
  private var hasOrigin = false
  /// Whether it is known where the stream begins.
  private(set) var isStarted = false
  /// Up to where the other side has acknowledged it.
  private(set) var acknowledged: UInt64 = 0

  /// For how many packets of the connection there have been bytes of which it is not known whether they are the first.
  private var packetsWaited = 0

  /// The most bytes, and the most pieces, that wait for those before them.
  private static let (byteLimit, pieceLimit) = (1 << 20, 1024)

  /// How many bytes wait for those before them.
  var heldCount: Int { held.count }
  var holdsTooMuch: Bool { held.count > Self.byteLimit || held.pieces.count > Self.pieceLimit }
  /// Whether bytes are missing in front of others.
  var hasHole: Bool { isStarted && held.first.map { $0.start > position } ?? false }
  /// Whether bytes are missing that the other side has had.
  var hasLostBytes: Bool { hasHole && acknowledged > position }
  /// Whether all of it has come out.
  var isFinished: Bool { end.map { isStarted && position >= $0 } ?? false }

  /// The place of a sequence number, of all that it may be the nearest.
  func place(of sequence: UInt32) -> UInt64 {
    let distance = Int64(Int32(bitPattern: sequence &- next))
    return UInt64(max(0, Int64(clamping: position) + distance))
  }

  /// Notes where the stream begins: the sequence number of its first byte. Nothing, once it has begun.
  mutating func start(at sequence: UInt32) {
    guard !isStarted else { return }
    isStarted = true
    position = hasOrigin ? place(of: sequence) : position
    next = sequence
    hasOrigin = true
  }

  /// Counts a packet of the connection; gives how many there were since bytes wait for the stream's beginning, 0 where none do.
  mutating func waitsToStart() -> Int {
    if !isStarted, held.count > 0 { packetsWaited += 1 }
    return isStarted ? 0 : packetsWaited
  }

  /// Begins with what has come first, because nothing tells where the stream began.
  mutating func startAnywhere() {
    guard !isStarted, hasOrigin else { return }
    isStarted = true
    if let first = held.first { move(to: first.start) }
  }

  /// Takes what the other side has acknowledged.
  mutating func acknowledge(_ sequence: UInt32) {
    guard hasOrigin else { return }
    let place = place(of: sequence)
    // No window is larger than that (RFC 7323 2.3), so what is beyond it is damaged.
    if place > acknowledged, place <= position + 1 << 30 { acknowledged = place }
  }

  /// Takes a segment's payload, of which `length` bytes were on the wire. What is next comes out.
  mutating func receive(
    _ bytes: RawSpan, sequence: UInt32, length: Int, isFinal: Bool, to output: Output
  ) {
    if !hasOrigin {
      hasOrigin = true
      next = sequence
    }
    let start = place(of: sequence)
    let stop = start + UInt64(length)
    if isFinal, end == nil { end = stop }
    guard stop > position || !isStarted, length > 0 else { return }
    let cut = length - bytes.byteCount
    guard isStarted, start <= position else { return held.insert(bytes, at: start, cut: cut) }
    let known = position - start
    if known < UInt64(bytes.byteCount) {
      // What is held came first, and what it overlaps is dropped.
      let limit = held.first.map { $0.start - position } ?? .max
      let rest = bytes.extracting(droppingFirst: Int(known))
      let count = Int(min(UInt64(rest.byteCount), limit))
      move(to: position + UInt64(count))
      output.bytes(rest.extracting(first: count))
      if limit < UInt64(rest.byteCount) {
        held.insert(rest.extracting(droppingFirst: count), at: position, cut: cut)
      }
    }
    if cut > 0, held.first.map({ $0.start > position }) ?? true, position < stop {
      let lost = min(stop, held.first?.start ?? stop) - position
      move(to: position + lost)
      output.gap(lost)
    }
    drain(to: output)
  }

  /// Gives the bytes up that are missing in front of what is held, which comes out.
  mutating func passHole(to output: Output) {
    guard isStarted, let first = held.first, first.start > position else { return }
    let lost = first.start - position
    move(to: first.start)
    output.gap(lost)
    drain(to: output)
  }

  /// Lets all come out that is held, and gives up what is missing before it and after it.
  mutating func flush(to output: Output) {
    startAnywhere()
    drain(to: output)
    while hasHole { passHole(to: output) }
    guard isStarted else { return }
    // FIN has a number of its own, which is acknowledged too.
    let last = end ?? (acknowledged == position + 1 ? position : acknowledged)
    guard last > position else { return }
    let lost = last - position
    move(to: last)
    output.gap(lost)
  }

  /// Lets what is next come out of what is held.
  mutating func drain(to output: Output) {
    while isStarted, let first = held.first, first.start <= position, let piece = held.removeFirst() {
      let known = position - piece.start
      if known < UInt64(piece.bytes.count) {
        move(to: piece.end)
        let bytes = piece.bytes.span.bytes
        output.bytes(bytes.extracting(droppingFirst: Int(known)))
      }
      if piece.cut > 0 {
        let limit = held.first.map { $0.start - min($0.start, position) } ?? .max
        let lost = min(UInt64(piece.cut), limit)
        if lost > 0, position == piece.end {
          move(to: position + lost)
          output.gap(lost)
        }
      }
    }
  }

  private mutating func move(to place: UInt64) {
    next &+= UInt32(truncatingIfNeeded: place &- position)
    position = place
  }
}

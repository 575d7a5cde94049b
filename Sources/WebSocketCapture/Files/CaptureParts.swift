/// Brings a file's bytes, however they are cut, to its format part by part. A part that is whole in a piece is not copied.
struct CaptureParts<Format: CaptureFormat> {
  private var format: Format
  /// The beginning of a part whose rest has not come.
  private var held: [UInt8] = []
  /// How many bytes of that part are needed.
  private var needed = 1
  /// How many bytes to come are of no interest.
  private var skipped: UInt64 = 0
  /// Offset in the file of the next part, or of what is held.
  private var offset: UInt64 = 0

  init(_ format: Format) { self.format = format }

  mutating func receive(_ bytes: RawSpan, into sink: some PacketSink) throws(CaptureFault) {
    var index = 0
    while index < bytes.byteCount {
      if skipped > 0 {
        let count = Int(min(skipped, UInt64(bytes.byteCount - index)))
        skipped -= UInt64(count)
        index += count
      } else if held.isEmpty {
        try read(bytes, at: &index, into: sink)
      } else {
        try complete(from: bytes, at: &index, into: sink)
      }
    }
  }

  /// Takes the end of the file; fails where it is inside a part.
  func end() throws(CaptureFault) {
    guard !held.isEmpty || skipped > 0 else { return }
    let missing = held.isEmpty ? skipped : UInt64(needed - held.count)
    var fault = CaptureFault(
      format.name, at: held.isEmpty ? offset : offset + UInt64(held.count), found: "the end of the file",
      expected: "\(missing) more bytes")
    fault.isCut = true
    throw fault
  }

  /// Reads parts out of the piece itself.
  private mutating func read(
    _ bytes: RawSpan, at index: inout Int, into sink: some PacketSink
  ) throws(CaptureFault) {
    while index < bytes.byteCount {
      switch try format.next(in: bytes.extracting(index..<bytes.byteCount), at: offset, into: sink) {
      case .took(let count):
        index += count
        offset += UInt64(count)
      case .skips(let count):
        skipped = count
        offset &+= count
        return
      case .needs(let count):
        needed = count
        held = bytes.array(index..<bytes.byteCount)
        index = bytes.byteCount
      }
    }
  }

  /// Adds to what is held as much as the part needs, and no more.
  private mutating func complete(
    from bytes: RawSpan, at index: inout Int, into sink: some PacketSink
  ) throws(CaptureFault) {
    let count = min(needed - held.count, bytes.byteCount - index)
    bytes.extracting(index..<index + count).withUnsafeBytes { held.append(contentsOf: $0) }
    index += count
    guard held.count == needed else { return }
    var part: [UInt8] = []
    swap(&part, &held)
    switch try format.next(in: part.span.bytes, at: offset, into: sink) {
    case .took(let count):
      offset += UInt64(count)
      part.removeAll(keepingCapacity: true)
    case .skips(let count):
      skipped = count - UInt64(part.count)
      offset &+= count
      part.removeAll(keepingCapacity: true)
    case .needs(let count): needed = count
    }
    swap(&part, &held)
  }
}

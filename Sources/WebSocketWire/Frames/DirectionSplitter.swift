/// Tells the two directions of a connection apart in one run of bytes, whose frames follow one another whole: a client masks its
/// frames, and a server does not (RFC 6455 5.1).
package struct DirectionSplitter {
  private enum Place {
    case betweenFrames
    /// The first byte of a header has come, and the MASK bit is in the second.
    case undecided(UInt8)
    case insideFrame
  }

  private var decoder = FrameDecoder()
  private var place = Place.betweenFrames
  private var sender = WebSocketRole.server

  package init() {}

  /// Offset in the run of the next byte to come.
  package var offset: UInt64 { decoder.offset }

  /// What the end of the run would leave of a header whose sender is not known yet.
  package var undecided: FrameDecoder.Remainder? {
    if case .undecided = place { decoder.remainder } else { nil }
  }

  /// Hands the next bytes to `body` in their order, with their sender and the offset in the run of the first of them: a frame or
  /// more, or a part of one. The first byte of a header waits for the second.
  package mutating func split(
    _ bytes: RawSpan, _ body: (_ sender: WebSocketRole, _ bytes: RawSpan, _ offset: UInt64) throws -> Void
  ) rethrows {
    let base = decoder.offset
    var start = 0
    var index = 0
    if case .undecided(let first) = place, bytes.byteCount > 0 {
      sender = Self.sender(bytes, second: 0)
      place = .insideFrame
      let held = [first]
      try body(sender, held.span.bytes, base - 1)
    }
    while true {
      if case .insideFrame = place {
        guard passFrame(in: bytes, at: &index) else { break }
        place = .betweenFrames
      }
      guard index + 1 < bytes.byteCount else { break }
      let next = Self.sender(bytes, second: index + 1)
      if next != sender, start < index {
        try body(sender, bytes.extracting(start..<index), base + UInt64(start))
        start = index
      }
      sender = next
      if let header = decoder.wholeFrame(in: bytes, at: index) {
        decoder.skip(header)
        index += header.count + Int(header.payloadLength)
      } else {
        place = .insideFrame
      }
    }
    if start < index { try body(sender, bytes.extracting(start..<index), base + UInt64(start)) }
    if index < bytes.byteCount {
      place = .undecided(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self))
      // A header of one byte is not a step.
      _ = decoder.next(in: bytes, at: &index)
    }
  }

  private static func sender(_ bytes: RawSpan, second index: Int) -> WebSocketRole {
    bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self) & 0x80 == 0 ? .server : .client
  }

  /// Moves over the rest of a frame; false when the bytes end first.
  private mutating func passFrame(in bytes: RawSpan, at index: inout Int) -> Bool {
    while let step = decoder.next(in: bytes, at: &index) {
      if step == .end { return true }
    }
    return false
  }
}

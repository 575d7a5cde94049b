/// Bytes to frames: a total function, for any bytes are some frame (RFC 6455 5.2).
///
/// It borrows what it is given, remembers at most one header, and never allocates for a length that a peer claims.
public struct FrameDecoder: Sendable {
  /// What comes next on the wire.
  public enum Step: Hashable, Sendable {
    /// A whole header has been read; `offset` is that of its first byte in the stream.
    case header(FrameHeader, offset: UInt64)
    /// These bytes of the span just given belong to the payload, as they are on the wire (masked if the frame is);
    /// `position` is the offset of the first of them inside the payload.
    case payload(Range<Int>, position: UInt64)
    /// The frame is complete.
    case end
  }

  /// What the end of the stream would cut short.
  public enum Remainder: Hashable, Sendable {
    /// Some bytes of a header, and how many it still lacks as far as they tell.
    case header([UInt8], offset: UInt64, missing: Int)
    /// A payload that lacks this many bytes.
    case payload(FrameHeader, missing: UInt64)
  }

  private enum State: Sendable {
    case header(read: Int, high: UInt64, low: UInt64)
    case payload(FrameHeader, position: UInt64)
  }

  private var state = State.header(read: 0, high: 0, low: 0)

  /// Offset in the stream of the next byte to be decoded.
  public private(set) var offset: UInt64
  /// How many headers have been read.
  public private(set) var headers: UInt64 = 0

  /// A decoder whose first byte has this offset in the stream.
  public init(offset: UInt64 = 0) { self.offset = offset }

  /// Takes the next step from `index`, which moves over what was used; nil when it needs more bytes.
  ///
  /// A frame's end is a step of its own that uses no bytes, so call until nil.
  public mutating func next(in bytes: RawSpan, at index: inout Int) -> Step? {
    switch state {
    case .header(let read, let high, let low):
      readHeader(bytes, at: &index, read: read, high: high, low: low)
    case .payload(let header, let position):
      readPayload(bytes, at: &index, header: header, position: position)
    }
  }

  /// What is unfinished now; nil between two frames.
  public var remainder: Remainder? {
    switch state {
    case .header(0, _, _): return nil
    case .header(let read, let high, let low):
      let header = FrameHeader(high: high, low: low)
      return .header(
        (0..<read).map { header[$0] }, offset: offset - UInt64(read),
        missing: (read < 2 ? 2 : header.count) - read)
    case .payload(let header, let position):
      return .payload(header, missing: header.payloadLength - position)
    }
  }

  /// The frame that begins at `index` and is whole in the span; nil where there is none, and near the span's end, where
  /// `next` has to look.
  func wholeFrame(in bytes: RawSpan, at index: Int) -> FrameHeader? {
    guard case .header(read: 0, _, _) = state, bytes.byteCount - index >= 16 else { return nil }
    let header = FrameHeader(
      leading: UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)),
      UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index + 8, as: UInt64.self)))
    let room = bytes.byteCount - index - header.count
    return room >= 0 && header.payloadLength <= UInt64(room) ? header : nil
  }

  /// Moves over a frame that `wholeFrame` gave.
  mutating func skip(_ header: FrameHeader) {
    offset &+= UInt64(header.count) &+ header.payloadLength
    headers &+= 1
  }

  private mutating func readHeader(
    _ bytes: RawSpan, at index: inout Int, read: Int, high: UInt64, low: UInt64
  ) -> Step? {
    var (read, high, low) = (read, high, low)
    while index < bytes.byteCount {
      let byte = bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
      if read < 8 {
        high |= UInt64(byte) << (56 - 8 * UInt64(read))
      } else {
        low |= UInt64(byte) << (56 - 8 * UInt64(read - 8))
      }
      read += 1
      index += 1
      offset &+= 1
      let second = UInt8(truncatingIfNeeded: high >> 48)
      if read >= 2, read == FrameHeader.count(secondByte: second) {
        let header = FrameHeader(high: high, low: low)
        state = .payload(header, position: 0)
        headers &+= 1
        return .header(header, offset: offset &- UInt64(read))
      }
    }
    state = .header(read: read, high: high, low: low)
    return nil
  }

  private mutating func readPayload(
    _ bytes: RawSpan, at index: inout Int, header: FrameHeader, position: UInt64
  ) -> Step? {
    let missing = header.payloadLength - position
    if missing == 0 {
      state = .header(read: 0, high: 0, low: 0)
      return .end
    }
    let available = bytes.byteCount - index
    guard available > 0 else { return nil }
    let taken = missing < UInt64(available) ? Int(missing) : available
    let range = index..<index + taken
    index += taken
    offset &+= UInt64(taken)
    state = .payload(header, position: position + UInt64(taken))
    return .payload(range, position: position)
  }
}

/// What one end sends: makes frames, masks them where it is a client, and holds their bytes until they are taken.
struct Outbox {
  /// Bytes for the wire that have not been taken.
  private(set) var bytes: [UInt8] = []
  /// Offset, after the handshake, of the next byte to be sent.
  private(set) var offset: UInt64 = 0
  /// Where the keys come from; a server masks nothing (RFC 6455 5.1).
  private var keys: (any MaskingKeySource)?

  /// Where the place of the bytes comes from, and goes back to.
  private let blocks: ReceiverBlocks

  init(keys: (any MaskingKeySource)?, blocks: ReceiverBlocks) {
    self.keys = keys
    self.blocks = blocks
  }

  /// Takes the bytes, and leaves none.
  mutating func take() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &bytes)
    return taken
  }

  /// Hands the bytes over and forgets them, but keeps their place for the next ones.
  mutating func take(_ body: (RawSpan) -> Void) {
    body(bytes.span.bytes)
    blocks.giveBack(outgoing: take(), limit: keptCapacity)
  }

  private mutating func takePlace() { if bytes.capacity == 0 { bytes = blocks.takeOutgoing() } }

  /// A place up to this many bytes is kept; a rare huge message should not hold its memory forever, and a server has many peers.
  private var keptCapacity: Int { keys == nil ? 1 << 14 : 1 << 18 }

  /// Appends a part of the handshake, in front of which and in which nothing is counted.
  mutating func append(head: [UInt8]) {
    takePlace()
    bytes += head
  }

  /// A header with a fresh key, if we mask.
  mutating func header(
    _ opcode: Opcode, _ length: Int, isFinal: Bool = true, reserved: ReservedBits = []
  ) -> FrameHeader {
    FrameHeader(
      isFinal: isFinal, reserved: reserved, opcode: opcode, maskingKey: keys?.nextKey(),
      payloadLength: UInt64(length))
  }

  /// Appends a frame of our own making; gives its header and its offset.
  mutating func append(
    _ opcode: Opcode, _ payload: RawSpan, isFinal: Bool = true, reserved: ReservedBits = []
  ) -> (header: FrameHeader, offset: UInt64) {
    let header = header(opcode, payload.byteCount, isFinal: isFinal, reserved: reserved)
    let offset = append(header)
    append(payload, of: header)
    return (header, offset)
  }

  /// Appends each of these pieces of a block as a message of one frame.
  mutating func append(_ opcode: Opcode, _ pieces: ArraySlice<Range<Int>>, of block: RawSpan) {
    for piece in pieces { _ = append(opcode, block.extracting(piece)) }
  }

  /// Appends a header; gives its offset.
  mutating func append(_ header: FrameHeader) -> UInt64 {
    takePlace()
    defer { offset &+= UInt64(header.count) }
    FrameEncoder.append(header, to: &bytes)
    return offset
  }

  /// Appends payload of that frame from `position` on, masked if its header says so.
  mutating func append(_ payload: RawSpan, of header: FrameHeader, position: UInt64 = 0) {
    takePlace()
    FrameEncoder.append(payload, of: header, position: position, to: &bytes)
    offset &+= UInt64(payload.byteCount)
  }
}

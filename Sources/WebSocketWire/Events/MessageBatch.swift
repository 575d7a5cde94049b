/// What one piece of the stream brought of messages of one kind, as long as it broke no rule and is neither masked nor compressed.
///
/// One event for all of them makes a small message cost little more than its copy. Where frames are wanted, every message is whole
/// and has one frame, the frames follow each other without a gap, and the kind and the lengths give their headers.
public struct MessageBatch: Sendable {
  /// Neighbouring bytes of one message in one frame.
  public struct Piece: Hashable, Sendable {
    /// Where its bytes are among those of the event.
    public internal(set) var bytes: Range<Int>
    /// Whether the message begins with it.
    public let beginsMessage: Bool
    /// Whether the message ends with it.
    public internal(set) var endsMessage: Bool
  }

  /// What all of the messages are.
  public internal(set) var kind = MessageKind.binary
  /// Never empty in an event; only the first message can have begun before, and only the last can stay open.
  public internal(set) var pieces: [Piece] = []
  /// How many messages end in the batch.
  public internal(set) var completed = 0
  /// Offset of the first piece's frame after the handshake; nil where frames are not wanted.
  var offset: UInt64?
  /// How long the message that the first piece goes on with is so far, in bytes.
  var lengthBefore: UInt64 = 0

  /// The most pieces in a batch, so that a read full of empty messages does not become a list larger than itself.
  static let limit = 1024

  var isFull: Bool { pieces.count >= Self.limit }

  /// Adds a message that is whole in one frame.
  mutating func addMessage(_ bytes: Range<Int>) {
    pieces.append(Piece(bytes: bytes, beginsMessage: true, endsMessage: true))
    completed += 1
  }

  /// Adds the first bytes of a message, which are none yet.
  mutating func begin() {
    pieces.append(Piece(bytes: 0..<0, beginsMessage: true, endsMessage: false))
  }

  /// Adds the next bytes of the message that is open.
  mutating func add(_ bytes: Range<Int>) {
    if let last = pieces.indices.last, pieces[last].bytes.isEmpty, !pieces[last].endsMessage {
      pieces[last].bytes = bytes
    } else {
      pieces.append(Piece(bytes: bytes, beginsMessage: false, endsMessage: false))
    }
  }

  /// Ends the message that is open.
  mutating func end() {
    if let last = pieces.indices.last, !pieces[last].endsMessage {
      pieces[last].endsMessage = true
    } else {
      pieces.append(Piece(bytes: 0..<0, beginsMessage: false, endsMessage: true))
    }
    completed += 1
  }

  /// Drops the pieces and keeps their memory.
  mutating func clear() {
    pieces.removeAll(keepingCapacity: true)
    completed = 0
  }
}

extension MessageBatch {
  /// Whether frames are wanted, so that each piece is a message in one frame.
  var hasFrames: Bool { offset != nil }

  /// Calls `body` for each frame of the batch, if frames are wanted, with its header, the offset of its first byte after the
  /// handshake, and its payload, which lives as long as the call.
  public func forEachFrame(in bytes: RawSpan, _ body: (FrameHeader, UInt64, RawSpan) -> Void) {
    guard var offset else { return }
    for piece in pieces {
      let header = FrameHeader(opcode: kind.opcode, payloadLength: UInt64(piece.bytes.count))
      body(header, offset, bytes.extracting(piece.bytes))
      offset &+= UInt64(header.count + piece.bytes.count)
    }
  }

  /// Calls `body` for each event that the batch replaces: the start, the bytes unless there are none, and the end of each message,
  /// and between them those of its frame if frames are wanted.
  public func forEachEvent(in bytes: RawSpan, _ body: (WebSocketEvent, RawSpan) -> Void) {
    if offset == nil { return forEachMessageEvent(in: bytes, body) }
    forEachFrame(in: bytes) { header, offset, payload in
      body(.header(header, offset: offset), RawSpan())
      body(.messageStart(kind), RawSpan())
      if payload.byteCount > 0 {
        body(.payload, payload)
        body(.messageBytes(kind), payload)
      }
      body(.frameEnd, RawSpan())
      body(.messageEnd(kind, length: header.payloadLength), RawSpan())
    }
  }

  private func forEachMessageEvent(in bytes: RawSpan, _ body: (WebSocketEvent, RawSpan) -> Void) {
    var length = lengthBefore
    for piece in pieces {
      if piece.beginsMessage {
        length = 0
        body(.messageStart(kind), RawSpan())
      }
      length &+= UInt64(piece.bytes.count)
      if !piece.bytes.isEmpty { body(.messageBytes(kind), bytes.extracting(piece.bytes)) }
      if piece.endsMessage { body(.messageEnd(kind, length: length), RawSpan()) }
    }
  }
}

/// Messages of one frame each that came whole in one piece of the stream, one right behind the other, and broke no rule.
///
/// They are told together, so that a small message costs little more than its copy. None of them is masked or compressed, and
/// so their kind and their lengths say all that stands in their headers.
public struct MessageRun: Sendable {
  /// What all of them are.
  public let kind: MessageKind
  /// Offset of the first frame's first byte behind the handshake.
  public let offset: UInt64
  /// Where each payload stands among the bytes that come beside the run; never empty.
  public internal(set) var payloads: [Range<Int>]

  /// The most messages in a run, so that a piece full of empty ones is not told by a list larger than itself.
  static let most = 1024
}

extension MessageRun {
  /// Tells the run as the frames that it stands for: the header, the offset of its first byte behind the handshake, and the
  /// payload, which lives as long as the call.
  public func forEachFrame(in bytes: RawSpan, _ body: (FrameHeader, UInt64, RawSpan) -> Void) {
    var offset = offset
    for payload in payloads {
      let header = FrameHeader(opcode: kind.opcode, payloadLength: UInt64(payload.count))
      body(header, offset, bytes.extracting(payload))
      offset &+= UInt64(header.count + payload.count)
    }
  }

  /// Tells the run as the events that it stands for: start, bytes unless there are none, and end of each message; `withFrames`,
  /// between them those of its frame.
  public func forEachEvent(in bytes: RawSpan, withFrames: Bool, _ body: (Event, RawSpan) -> Void) {
    forEachFrame(in: bytes) { header, offset, payload in
      if withFrames { body(.header(header, offset: offset), RawSpan()) }
      body(.messageStart(kind), RawSpan())
      if payload.byteCount > 0 {
        if withFrames { body(.payload, payload) }
        body(.messageBytes(kind), payload)
      }
      if withFrames { body(.frameEnd, RawSpan()) }
      body(.messageEnd(kind, length: header.payloadLength), RawSpan())
    }
  }
}

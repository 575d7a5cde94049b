import WebSocketWire

/// A message whose frames come one by one; of its content no more is held than may be written.
struct HeldMessage {
  let kind: MessageKind
  /// Whether its frames are known.
  let hasFrames: Bool
  private(set) var content: [UInt8]
  /// Bytes of the content that are not held.
  private(set) var omitted: UInt64
  private(set) var frames = 1
  private(set) var isCompressed: Bool
  /// Payload bytes on the wire, compressed or not.
  private(set) var payloadSize: UInt64
  /// Bytes of its frames on the wire, headers included.
  private(set) var wireSize: UInt64
  /// Whether its last frame has come whole.
  private(set) var isComplete: Bool

  /// The message that the frame begins.
  init(_ frame: FrameRecord, limit: Int) {
    kind = frame.header.opcode == .text ? .text : .binary
    hasFrames = frame.hasHeader
    content = frame.content
    omitted = frame.omittedContent
    isCompressed = frame.inflated != nil
    payloadSize = UInt64(frame.payload.count) &+ frame.omitted
    wireSize = frame.wireCount
    isComplete = frame.header.isFinal && frame.isWhole
    cut(to: limit)
  }

  /// Takes its next frame.
  mutating func append(_ frame: FrameRecord, limit: Int) {
    let room = omitted > 0 ? 0 : limit - content.count
    content += frame.content.prefix(max(0, room))
    omitted &+= UInt64(max(0, frame.content.count - max(0, room))) &+ frame.omittedContent
    frames += 1
    isCompressed = isCompressed || frame.inflated != nil
    payloadSize &+= UInt64(frame.payload.count) &+ frame.omitted
    wireSize &+= frame.wireCount
    isComplete = frame.header.isFinal && frame.isWhole
  }

  /// Bytes of the message, inflated.
  var size: UInt64 { UInt64(content.count) &+ omitted }

  private mutating func cut(to limit: Int) {
    guard content.count > limit else { return }
    omitted &+= UInt64(content.count - limit)
    content.removeSubrange(limit...)
  }

  /// Drops the start of a scalar at the end, where the rest of it is not held.
  mutating func endWithScalar() {
    guard omitted > 0, kind == .text else { return }
    var validator = UTF8Validator()
    guard validator.append(content.span.bytes) == nil, let rest = validator.finish() else { return }
    content.removeLast(rest.bytes.count)
    omitted &+= UInt64(rest.bytes.count)
  }
}

extension FrameRecord {
  /// Whether all of the payload has come.
  var isWhole: Bool { missing == 0 && !isCut }
}

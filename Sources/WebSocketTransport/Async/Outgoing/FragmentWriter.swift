import NIOCore
import WebSocketWire

/// Writes a message in fragments whose number is not known when it begins (RFC 6455 5.4).
struct FragmentWriter {
  private var keys: PooledGenerator?

  /// `masks` is whether the frames are a client's (RFC 6455 5.1).
  init(masks: Bool) { keys = masks ? PooledGenerator() : nil }

  /// Sends the next frame. It is not compressed, and neither is then the message (RFC 7692 6).
  mutating func send(
    _ kind: MessageKind, _ bytes: OutgoingBytes, isFirst: Bool, isLast: Bool, in session: WebSocketSession
  ) throws(UsageError) {
    let header = FrameHeader(
      isFinal: isLast, opcode: isFirst ? kind.opcode : .continuation, maskingKey: keys?.nextKey(),
      payloadLength: UInt64(bytes.count))
    try bytes.withBytes { bytes throws(UsageError) in try session.sendFrame(header, payload: bytes) }
  }
}

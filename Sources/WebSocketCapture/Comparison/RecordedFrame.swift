package import WebSocketWire

/// A frame of a recorded connection that owns its bytes, or a whole message where there are messages alone.
package struct RecordedFrame: Hashable, Sendable {
  package let sender: WebSocketRole
  /// When it was complete, since the recorded run began.
  package var time: Duration
  /// Its header; of a message without frames, one that a frame of it could have.
  package let header: FrameHeader
  /// Whether the header is one of the wire.
  package let hasHeader: Bool
  /// The payload, unmasked and inflated.
  package var content: [UInt8]
  /// Whether it belongs to a compressed message that was inflated.
  package var isCompressed: Bool
  /// Whether all of it is there, in the form that it had before it was compressed.
  package var isWhole: Bool

  package init(
    from sender: WebSocketRole, at time: Duration, _ header: FrameHeader, hasHeader: Bool = true,
    content: [UInt8] = [], isCompressed: Bool = false, isWhole: Bool = true
  ) {
    (self.sender, self.time, self.header, self.hasHeader) = (sender, time, header, hasHeader)
    (self.content, self.isCompressed, self.isWhole) = (content, isCompressed, isWhole)
  }

  /// A message whose frames are not known.
  package init(from sender: WebSocketRole, at time: Duration, _ kind: MessageKind, _ content: [UInt8]) {
    self.init(
      from: sender, at: time, FrameHeader(opcode: kind.opcode, payloadLength: UInt64(content.count)),
      hasHeader: false, content: content)
  }

  /// What the frame says where it is a Close; nil for any other.
  package var close: ClosePayload? { header.opcode == .close ? ClosePayload(payload: content) : nil }
}

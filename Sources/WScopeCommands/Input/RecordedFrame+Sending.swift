import WebSocketCapture
import WebSocketTransport
import WebSocketWire

extension RecordedFrame {
  /// Sends it again as it was cut, with a key of its own; a message without frames is sent as any other. What was compressed is compressed
  /// as this connection has agreed.
  func send(on session: WebSocketSession) throws(UsageError) {
    guard hasHeader else {
      return try session.send(MessageKind(header.opcode) ?? .binary, content)
    }
    if isSendableClose, let close { return try session.close(close.code, reason: close.reason) }
    guard !isCompressed else {
      return try session.sendCompressed(header.opcode, content, isFinal: header.isFinal)
    }
    var generator = PooledGenerator()
    try session.sendFrame(
      FrameHeader(
        isFinal: header.isFinal, reserved: header.reserved, opcode: header.opcode,
        maskingKey: header.isMasked ? generator.nextKey() : nil, payloadLength: UInt64(content.count),
        lengthForm: header.lengthForm), payload: content)
  }
}

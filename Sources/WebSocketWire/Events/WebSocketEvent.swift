/// What happens on a connection; the bytes of an event are passed with it and live as long as the call.
///
/// The rare and large ones are boxed, so that those of every frame stay small.
public enum WebSocketEvent: Sendable {
  /// The opening handshake is done, and the connection open.
  indirect case opened(HandshakeReport)
  /// The server answered with another status than 101; the start of its content follows in `.ended`.
  indirect case handshakeRefused(HandshakeReport)
  /// A frame begins; `offset` is that of its first byte after the handshake, in its sender's direction.
  case header(FrameHeader, offset: UInt64)
  /// The bytes are payload of the frame, unmasked.
  case payload
  /// The bytes are what the payload of a compressed message's frame inflates to, or is made of; reported at least once for each such
  /// frame (RFC 7692 7.2).
  case inflated(DeflateContext)
  /// The frame is complete.
  case frameEnd
  /// The frame broke a rule and is not read further, though more of it may come.
  case frameCut
  /// A message begins.
  case messageStart(MessageKind)
  /// The bytes are the next ones of the message; those of a text are UTF-8, though a scalar may be cut.
  case messageBytes(MessageKind)
  /// The message is complete; `length` is its size in bytes.
  case messageEnd(MessageKind, length: UInt64)
  /// What one piece of the stream brought of messages, in place of their events; only for a sink that asks for `batches`.
  case messages(MessageBatch)
  /// A Ping; the bytes are its payload, and the Pong is already on its way.
  case ping
  /// A Pong; the bytes are its payload.
  case pong
  /// A Close frame.
  indirect case close(ClosePayload)
  /// A rule was broken.
  indirect case violation(Violation)
  /// The connection is over: the last event.
  indirect case ended(ConnectionEnd)
}

/// What is to be sent, as its owner takes it.
extension Connection {
  /// Bytes for the wire that have not been taken.
  public var output: [UInt8] { sender.outbox.bytes }
  /// How many they are.
  public var outputCount: Int { sender.outbox.bytes.count }
  /// Offset, after the handshake, of the next byte to be sent.
  package var sentOffset: UInt64 { sender.outbox.offset }

  /// Takes the output, which is then empty.
  public func takeOutput() -> [UInt8] { sender.outbox.take() }

  /// Hands the output to `body`, which sends or copies it and leaves the connection alone meanwhile; it is empty then.
  public func takeOutput(_ body: (RawSpan) -> Void) { sender.outbox.take(body) }

  /// Whether messages may go out compressed, as was agreed on (RFC 7692 7).
  package var compresses: Bool { sender.compression != nil }

  /// How many bytes of the message that was begun are still to be given; nil when none is begun.
  public var remainingPayload: UInt64? { sender.remainingPayload }
}

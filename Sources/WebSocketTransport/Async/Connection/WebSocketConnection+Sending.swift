public import NIOCore
public import WebSocketWire

/// Each send returns once there is room for the next one, and not only when the system has taken the bytes: a message may still be
/// lost with its connection, as it may in the peer.
extension WebSocketConnection {
  /// Sends a text message, compressed where that was agreed on.
  ///
  /// Throws `WebSocketError` when the connection is closing or over, and `CancellationError` when the task is cancelled; in both
  /// cases nothing was sent.
  public func send(_ text: String) async throws { try await outbound.send(.message(.text, .text(text))) }

  /// Sends a binary message, as `send(_: String)` does a text.
  public func send(_ bytes: [UInt8]) async throws {
    try await outbound.send(.message(.binary, .array(bytes)))
  }

  /// Sends a binary message, as `send(_: String)` does a text.
  public func send(_ bytes: some Collection<UInt8>) async throws { try await send(Array(bytes)) }

  /// Sends the readable bytes of a buffer, without a copy before the wire. A text that is not UTF-8 is refused (RFC 6455 5.6).
  public func send(_ buffer: ByteBuffer, as kind: MessageKind = .binary) async throws {
    if kind == .text, let fault = UTF8Validator.fault(in: buffer.readableBytesSpan) {
      throw Self.notText(fault)
    }
    try await outbound.send(.message(kind, .buffer(buffer)))
  }

  /// Sends a message that was received, or is as one.
  public func send(_ message: WebSocketMessage) async throws {
    switch message {
    case .text(let text): try await send(text)
    case .binary(let bytes): try await send(bytes)
    }
  }

  /// Sends pieces as one message, while they come: in one frame when its `length` in bytes is given, else in a fragment for each
  /// piece (RFC 6455 5.4). It is not compressed. Other messages wait until it is complete.
  ///
  /// When the pieces throw, when they do not add up to the length, or when the task is cancelled, the message cannot be
  /// completed: the connection is dropped, and the error thrown. A text's pieces together are UTF-8; one that is not is
  /// refused in the same way.
  public func send<Pieces: AsyncSequence>(
    pieces: Pieces, as kind: MessageKind = .binary, length: UInt64? = nil,
    isolation: isolated (any Actor)? = #isolation
  ) async throws where Pieces.Element: Sequence<UInt8> {
    var sender = PieceSender(kind, length: length, to: outbound)
    do {
      var iterator = pieces.makeAsyncIterator()
      while let piece = try await iterator.next(isolation: isolation) {
        try await sender.send(Array(piece))
      }
      try await sender.finish()
    } catch {
      if sender.hasBegun { breakOff() }
      throw error
    }
  }

  static func notText(_ fault: UTF8Validator.Fault) -> WebSocketError {
    WebSocketError(
      .open,
      .usage(
        "the text is not UTF-8 from its byte \(fault.start) on, and a text message must be (RFC 6455 5.6)"))
  }
}

import NIOCore
public import WebSocketWire

/// An open connection that any task may use.
///
/// Reading stops while the messages are not taken, and `send` waits while the peer does not read, so memory stays flat
/// both ways. Pings are answered by themselves.
public final class WebSocketSession: Sendable {
  /// The messages in their order: for one loop only. It ends after a clean close (1000, 1001 or no code), and throws
  /// `SessionError` after any other end.
  public let messages: WebSocketMessages
  /// The subprotocol that the server chose.
  public let subprotocol: String?
  private let delegate: NIOLoopBound<AsyncDelegate>
  private let loop: any EventLoop

  init(messages: WebSocketMessages, subprotocol: String?, delegate: AsyncDelegate, loop: any EventLoop) {
    self.messages = messages
    self.subprotocol = subprotocol
    self.delegate = NIOLoopBound(delegate, eventLoop: loop)
    self.loop = loop
  }

  /// Sends a text message; returns once there is room for the next one. Throws `UsageError` when the connection is not open.
  public func send(_ text: String) async throws { try await send(.text, Array(text.utf8)) }

  /// Sends a binary message, as `send(_: String)`.
  public func send(_ bytes: [UInt8]) async throws { try await send(.binary, bytes) }

  /// Sends a Ping and returns when its Pong has come, with the time that it took. `data` is at most 117 bytes; eight more
  /// are ours, so that each Pong finds its Ping.
  @discardableResult
  public func ping(_ data: [UInt8] = []) async throws -> Duration {
    try await onLoop { try $0.ping(data) }.get()
  }

  /// Closes with the closing handshake (RFC 6455 7.1.2) and returns when the connection is over. Messages that come until
  /// then can still be read; those beyond the 16 that wait for a reader are dropped.
  public func close(code: CloseCode = .normalClosure, reason: String = "") async throws {
    try await onLoop { try $0.close(code, reason) }.get()
  }

  private func send(_ kind: MessageKind, _ bytes: [UInt8]) async throws {
    try await onLoop { try $0.send(kind, bytes) }.get()
  }

  private func onLoop<Value: Sendable>(
    _ body: @escaping @Sendable (AsyncDelegate) throws -> EventLoopFuture<Value>
  ) -> EventLoopFuture<Value> {
    let delegate = delegate
    return loop.flatSubmit {
      do { return try body(delegate.value) } catch { return delegate.eventLoop.makeFailedFuture(error) }
    }
  }
}

/// The messages of a connection, for one loop.
///
/// The sequence ends after a clean close (our own, or the peer's with 1000, 1001 or no code), throws `WebSocketError` after any
/// other end and for a second iteration, and throws `CancellationError` when its task is cancelled. While messages of
/// 256 KiB wait for the loop, the socket is not read. When the loop is left, later messages are dropped and the connection stays
/// open as long as it has an owner.
public struct WebSocketMessages: AsyncSequence, Sendable {
  let connection: WebSocketConnection

  /// Begins the loop. Only the first iterator gives elements; another one throws.
  public func makeAsyncIterator() -> Iterator { Iterator(connection) }

  /// The place of a loop in the sequence.
  public struct Iterator: AsyncIteratorProtocol {
    private let lease: Lease?
    /// What was taken and not given yet, the next one last, so that it can be moved out.
    private var taken: [WebSocketMessage] = []

    fileprivate init(_ connection: WebSocketConnection) {
      lease = connection.inbound.claim() ? Lease(connection) : nil
    }

    /// Waits for the next message; nil after a clean close. Throws as the sequence does.
    public mutating func next() async throws -> WebSocketMessage? {
      try await next(isolation: nil)
    }

    /// The same on the actor of the caller.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws -> WebSocketMessage? {
      if let message = taken.popLast() { return message }
      guard let lease else {
        throw WebSocketError(
          .open, .usage("the messages of a connection are for one loop, which has begun already"))
      }
      guard var batch = try await lease.connection.inbound.take() else { return nil }
      if batch.resumesProducer { lease.connection.resumeReading() }
      swap(&taken, &batch.elements)
      taken.reverse()
      return taken.popLast()
    }
  }

  /// What an iterator holds; its end is the end of the loop.
  private final class Lease {
    let connection: WebSocketConnection

    init(_ connection: WebSocketConnection) { self.connection = connection }

    deinit { if connection.inbound.abandon() { connection.resumeReading() } }
  }
}

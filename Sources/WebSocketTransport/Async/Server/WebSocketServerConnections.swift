/// The connections of a server, each as its opening handshake is done, for one loop.
///
/// The sequence ends after `shutDown`; it throws `WebSocketError` for a second iteration, and `CancellationError` when its task is
/// cancelled. While 256 connections wait for the loop, no more are accepted. A connection whose last reference is gone is
/// closed, so each is given to a task of its own.
public struct WebSocketServerConnections: AsyncSequence, Sendable {
  let server: WebSocketServer

  /// Begins the loop. Only the first iterator gives elements; another one throws.
  public func makeAsyncIterator() -> Iterator {
    Iterator(server: server, isFirst: server.accepted.claim())
  }

  /// The place of a loop in the sequence.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let server: WebSocketServer
    fileprivate let isFirst: Bool
    /// What was taken and not given yet, the next one last, so that it can be moved out.
    private var taken: [WebSocketConnection] = []

    fileprivate init(server: WebSocketServer, isFirst: Bool) {
      self.server = server
      self.isFirst = isFirst
    }

    /// Waits for the next connection; nil after `shutDown`. Throws as the sequence does.
    public mutating func next() async throws -> WebSocketConnection? { try await next(isolation: nil) }

    /// The same on the actor of the caller.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws -> WebSocketConnection? {
      if let connection = taken.popLast() { return connection }
      guard isFirst else {
        throw WebSocketError(
          .listen, .usage("the connections of a server are for one loop, which has begun already"))
      }
      guard var batch = try await server.accepted.take() else { return nil }
      if batch.resumesProducer { server.resumeAccepting() }
      swap(&taken, &batch.elements)
      taken.reverse()
      return taken.popLast()
    }
  }
}

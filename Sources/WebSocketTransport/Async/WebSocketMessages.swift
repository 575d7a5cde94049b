import NIOCore

/// The messages of a session, taken by one loop.
public struct WebSocketMessages: AsyncSequence, Sendable {
  typealias Producer = NIOThrowingAsyncSequenceProducer<
    WebSocketMessage, any Error, NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark,
    MessageDemand
  >

  let base: Producer

  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let base: Producer.AsyncIterator

    public func next() async throws -> WebSocketMessage? { try await base.next() }
  }

  public func makeAsyncIterator() -> Iterator { Iterator(base: base.makeAsyncIterator()) }
}

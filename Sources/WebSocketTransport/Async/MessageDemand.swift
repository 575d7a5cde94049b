import NIOCore

/// Carries the reader's demand to the event loop.
struct MessageDemand: NIOAsyncSequenceProducerDelegate {
  let loop: any EventLoop
  let delegate: NIOLoopBound<AsyncDelegate>

  func produceMore() { loop.execute { delegate.value.setDemand(true) } }

  /// The loop over the messages was left: what still comes is dropped, so that a close can complete.
  func didTerminate() { loop.execute { delegate.value.abandon() } }
}

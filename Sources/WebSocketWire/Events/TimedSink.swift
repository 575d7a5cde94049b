/// A sink, and what the events of one call have in common: their time and what the sink asks for.
struct TimedSink<Base: EventSink> {
  let base: Base
  let time: Duration
  private let interests: EventInterests

  init(_ base: Base, at time: Duration) {
    self.base = base
    self.time = time
    interests = base.interests
  }

  var wantsFrames: Bool { interests.contains(.frames) }

  func emit(_ event: WebSocketEvent, from sender: WebSocketRole, bytes: RawSpan = RawSpan()) {
    base.handle(event, from: sender, at: time, bytes: bytes)
  }

  /// Emits the batch, or the events in it.
  func emit(_ batch: MessageBatch, from sender: WebSocketRole, bytes: RawSpan) {
    if interests.contains(.batches) { return emit(.messages(batch), from: sender, bytes: bytes) }
    batch.forEachEvent(in: bytes) { emit($0, from: sender, bytes: $1) }
  }
}

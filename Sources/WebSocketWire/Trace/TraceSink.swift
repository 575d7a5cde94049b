/// A reader of a connection's trace: a view, a history, a recording. It is called synchronously and in order.
package protocol TraceSink: AnyObject {
  /// Whether it takes the events too, which bring all bytes of a frame of any size; asked once, at the start.
  var wantsEvents: Bool { get }
  /// Whether whole messages may come to it together, without a record for each of their frames; asked once, when it is added.
  var takesBatches: Bool { get }
  /// A record that is complete.
  func receive(_ record: TraceRecord)
  /// Messages that came together, each in one frame that breaks no rule; only where all sinks take batches.
  func receive(_ batch: MessageBatch, from sender: WebSocketRole, at time: Duration)
  /// An event, before any record that it completes; `bytes` live as long as the call.
  func handle(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan, connection: Int)
  /// The frames of this sender go on after the one of this number, of which what is still to come is of no use.
  func resume(_ sender: WebSocketRole, after number: UInt64, isInsideText: Bool)
}

extension TraceSink {
  package var wantsEvents: Bool { false }
  package func resume(_ sender: WebSocketRole, after number: UInt64, isInsideText: Bool) {}
  package var takesBatches: Bool { false }
  package func receive(_ batch: MessageBatch, from sender: WebSocketRole, at time: Duration) {}
  package func handle(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan, connection: Int
  ) {
  }
}

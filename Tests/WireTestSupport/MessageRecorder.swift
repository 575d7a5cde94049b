public import WebSocketWire

/// A sink that asks for batches and no frames: keeps the events, and counts the batches.
public final class MessageRecorder: EventSink {
  public let interests = EventInterests.batches
  public private(set) var batches = 0
  private let recorder = Recorder()

  public init() {}

  public var events: [Recorded] { recorder.events }

  public func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
    guard case .messages(let batch) = event else {
      return recorder.handle(event, from: sender, at: time, bytes: bytes)
    }
    batches += 1
    batch.forEachEvent(in: bytes) { recorder.handle($0, from: sender, at: time, bytes: $1) }
  }
}

public import WebSocketWire

/// A sink that looks at no frame: keeps the events, and counts the runs that they came in.
public final class MessageRecorder: EventSink {
  public let wantsFrames = false
  public private(set) var runs = 0
  private let recorder = Recorder()

  public init() {}

  public var events: [Recorded] { recorder.events }

  public func received(_ event: Event, bytes: RawSpan) { recorder.received(event, bytes: bytes) }

  public func received(_ run: MessageRun, bytes: RawSpan) {
    runs += 1
    run.forEachEvent(in: bytes, withFrames: false) { received($0, bytes: $1) }
  }
}

/// Where the events of a connection go, synchronously and in order.
public protocol EventSink: AnyObject {
  /// Whether `.header`, `.payload`, `.inflated` and `.frameEnd` are wanted, asked once for each piece of the stream: a frame that
  /// nobody looks at costs its messages only.
  var wantsFrames: Bool { get }
  /// An event of the peer's direction, or of the connection as a whole; `bytes` is empty where the event has none.
  func received(_ event: Event, bytes: RawSpan)
  /// What a piece of the stream brought of messages, at once; a sink that has no use for runs gets the events of each.
  func received(_ run: MessageRun, bytes: RawSpan)
  /// A frame of ours as it is put on the wire: `.header`, `.inflated` if it is compressed, `.payload` as often as it takes, not
  /// masked, and `.frameEnd`; only where frames are wanted.
  func sent(_ event: Event, bytes: RawSpan)
}

extension EventSink {
  public var wantsFrames: Bool { true }
  public func received(_ run: MessageRun, bytes: RawSpan) {
    run.forEachEvent(in: bytes) { received($0, bytes: $1) }
  }
  public func sent(_ event: Event, bytes: RawSpan) {}
}

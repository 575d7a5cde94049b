/// Where the events of a connection go, synchronously and in order.
public protocol EventSink: AnyObject {
  /// Whether `.header`, `.payload` and `.frameEnd` are wanted, asked once for each piece of the stream: a frame that
  /// nobody looks at costs its messages only.
  var wantsFrames: Bool { get }
  /// An event of the peer's direction, or of the connection as a whole; `bytes` is empty where the event has none.
  func received(_ event: Event, bytes: RawSpan)
  /// A frame of ours, as it is put on the wire; `payload` is not masked.
  func sent(_ header: FrameHeader, payload: RawSpan, offset: UInt64)
}

extension EventSink {
  public var wantsFrames: Bool { true }
}

/// Where the events of a connection go, synchronously and in order.
public protocol EventSink: AnyObject {
  /// An event of the peer's direction, or of the connection as a whole; `bytes` is empty where the event has none.
  func received(_ event: Event, bytes: RawSpan)
  /// A frame of ours, as it is put on the wire; `payload` is not masked.
  func sent(_ header: FrameHeader, payload: RawSpan, offset: UInt64)
}

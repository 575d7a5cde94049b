public import WebSocketWire

/// Whoever lives on a session: called on its event loop, synchronously and in order.
///
/// `received` and `sent` are the fast path: their bytes live as long as the call. A consumer may send and close from
/// inside `received`; what it sends leaves when the batch ends, in order.
public protocol SessionConsumer: AnyObject {
  /// Whether it looks at frames, and not only at messages; see `EventSink.wantsFrames`.
  var wantsFrames: Bool { get }
  /// An event of the connection; `.ended` is the last one.
  func received(_ event: Event, bytes: RawSpan, in session: Session)
  /// What a piece of the stream brought of messages; see `EventSink.received`.
  func received(_ run: MessageRun, bytes: RawSpan, in session: Session)
  /// A frame of ours; see `EventSink.sent`.
  func sent(_ event: Event, bytes: RawSpan, in session: Session)
  /// Everything that one wake-up of the loop brought has been delivered.
  func batchEnded(in session: Session)
  /// The answer to `session.isWritable` has changed.
  func writabilityChanged(in session: Session)
  /// Some of what was sent has left this process, and more waits.
  func progressed(in session: Session)
  /// All that was sent has left this process.
  func flushed(in session: Session)
  /// TLS or the socket failed before the connection could open: the last call, instead of `.ended`.
  func failed(_ error: TransportError, in session: Session)
}

extension SessionConsumer {
  public var wantsFrames: Bool { false }
  public func received(_ run: MessageRun, bytes: RawSpan, in session: Session) {
    run.forEachEvent(in: bytes) { received($0, bytes: $1, in: session) }
  }
  public func sent(_ event: Event, bytes: RawSpan, in session: Session) {}
  public func batchEnded(in session: Session) {}
  public func writabilityChanged(in session: Session) {}
  public func progressed(in session: Session) {}
  public func flushed(in session: Session) {}
}

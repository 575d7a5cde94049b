public import WebSocketWire

/// The owner of a session: called on its event loop, synchronously and in order.
///
/// It is given to an open session, by what a `Connector` or a `Listener` calls; `.opened` is the first event.
/// A delegate may send and close from inside `handle`; what it sends leaves when the batch ends, in order.
public protocol SessionDelegate: AnyObject {
  /// Which events it asks for beside messages; see `EventSink.interests`.
  var interests: EventInterests { get }
  /// An event of the connection; see `EventSink.handle`. `.ended` is the last one.
  func handle(_ event: Event, from sender: Role, at time: Duration, bytes: RawSpan, in session: Session)
  /// Everything that one wake-up of the loop brought has been delivered.
  func batchEnded(in session: Session)
  /// The answer to `session.isWritable` has changed.
  func writabilityChanged(in session: Session)
  /// Some of what was sent has left this process, and more waits.
  func progressed(in session: Session)
  /// All that was sent has left this process.
  func flushed(in session: Session)
}

extension SessionDelegate {
  public var interests: EventInterests { [] }
  public func batchEnded(in session: Session) {}
  public func writabilityChanged(in session: Session) {}
  public func progressed(in session: Session) {}
  public func flushed(in session: Session) {}
}

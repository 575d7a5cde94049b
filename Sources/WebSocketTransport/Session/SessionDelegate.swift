public import WebSocketWire

/// The owner of a session: called on its event loop, synchronously and in order.
///
/// It is given to an open session, by what a `Connector` or a `Listener` calls; `.opened` is the first event.
/// A delegate may send and close from inside `handle`; what it sends leaves when the batch ends, in order.
public protocol SessionDelegate: AnyObject {
  /// Which events it asks for beside messages; see `EventSink.interests`.
  var interests: EventInterests { get }
  /// An event of the connection; see `EventSink.handle`. `.ended` is the last one.
  func handle(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan,
    in session: WebSocketSession)
  /// Everything that one wake-up of the loop brought has been delivered.
  func batchEnded(in session: WebSocketSession)
  /// The answer to `session.isWritable` has changed.
  func writabilityChanged(in session: WebSocketSession)
  /// Some of what was sent has left this process, and more waits.
  func progressed(in session: WebSocketSession)
  /// All that was sent has left this process.
  func flushed(in session: WebSocketSession)
}

extension SessionDelegate {
  /// None beside messages.
  public var interests: EventInterests { [] }
  /// Does nothing.
  public func batchEnded(in session: WebSocketSession) {}
  /// Does nothing.
  public func writabilityChanged(in session: WebSocketSession) {}
  /// Does nothing.
  public func progressed(in session: WebSocketSession) {}
  /// Does nothing.
  public func flushed(in session: WebSocketSession) {}
}

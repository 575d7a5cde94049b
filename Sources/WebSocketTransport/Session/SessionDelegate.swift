public import WebSocketWire

/// The owner of a session: called on its event loop, synchronously and in order.
///
/// A client's is made for an open session, which `Connector` gives; a listener's hears of the opening handshake too.
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
  /// TLS or the socket of a listener's client failed before the connection could open: the last call, instead of `.ended`.
  func failed(_ error: TransportError, in session: Session)
}

extension SessionDelegate {
  public var interests: EventInterests { [] }
  public func batchEnded(in session: Session) {}
  public func writabilityChanged(in session: Session) {}
  public func progressed(in session: Session) {}
  public func flushed(in session: Session) {}
  public func failed(_ error: TransportError, in session: Session) {}
}

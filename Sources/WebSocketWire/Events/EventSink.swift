/// Where the events of a connection go, synchronously and in order.
public protocol EventSink: AnyObject {
  /// What it asks for, read once for each piece of the stream and each message of ours.
  var interests: EventInterests { get }
  /// An event, who caused it, and when, since the run began.
  ///
  /// `sender` is the end that sent the frame or the message. For an event of the connection as a whole (`opened`,
  /// `handshakeRefused`, `ended`) it is our peer. `bytes` is empty where the event has none.
  func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan)
}

extension EventSink {
  /// `.frames`, unless the sink says otherwise.
  public var interests: EventInterests { .frames }
}

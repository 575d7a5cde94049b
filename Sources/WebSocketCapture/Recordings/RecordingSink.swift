package import WebSocketWire

/// One thing that a recording holds.
package enum RecordedEvent: Sendable {
  case connected(ConnectionSummary)
  case tls(TLSReport)
  case handshake(HandshakeReport)
  /// An event of a frame.
  case event(WebSocketEvent, from: WebSocketRole)
  /// A whole message, of a source that has no frames.
  case message(MessageKind, from: WebSocketRole)
  /// The frames of this sender go on after one of this number, and those before it are not in the recording.
  case resumed(WebSocketRole, after: UInt64, isInsideText: Bool)
  /// The end; its handshake, if it has one, came before it.
  case ended(ConnectionEnd, address: String, start: Duration, isInsideMessage: Bool)
  /// The connection was open at the end of what was recorded of it.
  case openAtEnd
  case note(CaptureNote, from: WebSocketRole)
  case listening(url: String)
  case failed(EventFailure, retry: Duration?)
}

/// What reads a recording. All times are since the recorded run began.
package protocol RecordingSink: AnyObject {
  /// A recording begins. `role` is the end that was recorded, nil where it was neither; `start` is when its run began, since 1970-01-01
  /// 00:00 UTC.
  func begin(role: WebSocketRole?, start: Duration)
  /// What happened next; `bytes` live as long as the call.
  func handle(_ event: RecordedEvent, connection: Int, at time: Duration, bytes: RawSpan)
}

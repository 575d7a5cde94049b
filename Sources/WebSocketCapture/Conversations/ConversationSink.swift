package import WebSocketWire

/// What reads a WebSocket connection of a capture. All times are since the capture's first packet.
package protocol ConversationSink: AnyObject {
  /// What is asked of the frames, as a sink of a live connection asks for it.
  var interests: EventInterests { get }
  /// An event of one side, as of a live connection; `bytes` live as long as the call.
  func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan)
  /// Something is missing.
  func note(_ note: CaptureNote, from sender: WebSocketRole, at time: Duration)
  /// Nothing more comes; the last call.
  func ended(_ end: ConversationEnding, at time: Duration)
}

/// How a connection of a capture ended.
package enum ConversationEnding: Hashable, Sendable {
  case ended(ConnectionEnd, isInsideMessage: Bool)
  /// The capture ends before the connection does.
  case open
}

package import WebSocketWire

/// What is written of a connection, and how.
package struct EventConfiguration: Sendable {
  /// Our end; nil where both ends are others.
  package var role: WebSocketRole?
  /// Whether each frame is an event, beside its message.
  package var frames: Bool
  /// Whether credentials are written as they are.
  package var showsSecrets: Bool
  /// The most bytes of a message that are written; the rest is counted.
  package var messageLimit: Int
  /// When the run began, since 1970-01-01 00:00 UTC; nil where there is no clock, and then no event has a time.
  package var start: Duration?

  /// Whether it is a recording, which a reader can make all of the connection of again.
  package var isRecording: Bool

  package init(
    role: WebSocketRole?, frames: Bool = false, showsSecrets: Bool = false, messageLimit: Int,
    start: Duration?, isRecording: Bool = false
  ) {
    self.isRecording = isRecording
    self.role = role
    self.frames = frames
    self.showsSecrets = showsSecrets
    self.messageLimit = messageLimit
    self.start = start
  }
}

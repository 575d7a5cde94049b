/// What one side of a WebSocket connection has sent.
package struct ConversationCounts: Hashable, Sendable {
  /// Complete messages.
  package internal(set) var messages = 0
  package internal(set) var frames: UInt64 = 0
  /// Bytes of frames, headers included.
  package internal(set) var bytes: UInt64 = 0
  package internal(set) var violations = 0
}

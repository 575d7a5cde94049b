/// What a capture lacks of one side of a connection, and what that means for the frames after it.
package enum CaptureNote: Hashable, Sendable {
  /// The capture begins inside the connection, so who the client is was concluded from the MASK bits, and no compression is known.
  case guessed
  /// This many bytes are missing; `offset` is that of the first of them after the handshake.
  case gap(UInt64, offset: UInt64)
  /// Frames are read again from this offset on; `passed` bytes before it were captured and belong to no frame that is shown.
  case resumed(offset: UInt64, passed: UInt64)
  /// Nothing shows where the next frame begins, so what this side has sent since is not read: this many bytes that were captured.
  case unresumed(passed: UInt64)
}

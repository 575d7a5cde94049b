import WebSocketWire

/// A Close that is decided on and waits until what the peer had sent by then is read, so that its own Close is not overlooked.
struct PendingClose {
  let payload: ClosePayload
  /// How many bytes waited in the socket when it was decided. A peer that never pauses cannot keep the Close waiting for more.
  private var bytesLeft: Int

  init(_ payload: ClosePayload, waiting bytes: Int) {
    self.payload = payload
    bytesLeft = bytes
  }

  /// Notes bytes that were read.
  mutating func noteRead(_ count: Int) { bytesLeft -= count }

  /// Whether it can go out, with this many bytes in the socket now.
  func isDue(waiting bytes: Int) -> Bool { bytes == 0 || bytesLeft <= 0 }
}

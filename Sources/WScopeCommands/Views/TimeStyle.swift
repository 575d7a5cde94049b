/// How a live view tells the time of a frame.
enum TimeStyle: String, CaseIterable {
  /// The time of day.
  case abs
  /// Since the connection was opened.
  case rel
  /// Since the frame before it, for frames of the peer.
  case delta
  case off
}

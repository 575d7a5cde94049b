/// One thing worth showing or recording; it owns its bytes.
public enum TraceEvent: Sendable {
  /// The connection stands; how long each step took.
  case connected(ConnectionSummary)
  /// Both heads and their verdicts.
  case handshake(HandshakeReport)
  /// A frame, complete unless `missing` says otherwise.
  case frame(FrameRecord)
  /// A violation that belongs to no frame.
  case violation(Violation)
  /// The connection is over.
  case ended(Ending)
}

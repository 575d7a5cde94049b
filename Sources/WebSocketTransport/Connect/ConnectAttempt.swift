/// An address of the server that was tried.
public struct ConnectAttempt: Hashable, Sendable {
  /// With its port.
  public let address: String
  /// When it began, since the run began.
  public let start: Duration
  /// When it was decided, since the run began; nil if it was not.
  public internal(set) var end: Duration?
  /// The system's words for why it failed; nil if it did not.
  public internal(set) var failure: String?
}

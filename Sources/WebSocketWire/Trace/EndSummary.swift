/// How a connection ended, and what had passed on it.
public struct EndSummary: Sendable {
  public let ending: ConnectionEnd
  /// The peer's address, with its port; empty where it has none.
  public let address: String
  /// When the connection was begun, since the run began.
  public let start: Duration
  /// Whether the peer left a fragmented message unfinished.
  public let isInsideMessage: Bool
  public let statistics: ConnectionStatistics

  public init(
    _ ending: ConnectionEnd, address: String, start: Duration = .zero, isInsideMessage: Bool = false,
    statistics: ConnectionStatistics = ConnectionStatistics()
  ) {
    self.ending = ending
    self.address = address
    self.start = start
    self.isInsideMessage = isInsideMessage
    self.statistics = statistics
  }
}

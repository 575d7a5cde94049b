/// How a connection ended, and what had passed on it.
package struct EndSummary: Sendable {
  package let ending: ConnectionEnd
  /// The peer's address, with its port; empty where it has none.
  package let address: String
  /// When the connection was begun, since the run began.
  package let start: Duration
  /// Whether the peer left a fragmented message unfinished.
  package let isInsideMessage: Bool
  package let statistics: ConnectionStatistics

  package init(
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

/// What happened, when, on which connection: the one currency between transport, captures and views.
public struct TraceRecord: Sendable {
  /// The connection's number in this run, from 1.
  public let connection: Int
  /// When it happened, since the run began.
  public let time: Duration
  public let event: TraceEvent

  public init(connection: Int, time: Duration, event: TraceEvent) {
    self.connection = connection
    self.time = time
    self.event = event
  }
}

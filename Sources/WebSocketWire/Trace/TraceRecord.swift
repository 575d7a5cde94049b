/// What happened, when, on which connection: the one currency between transport, captures and views.
public struct TraceRecord: Sendable {
  /// The connection's number in this run, from 1.
  public let connection: Int
  /// Nanoseconds on a monotonic clock since the run began.
  public let nanoseconds: UInt64
  public let event: TraceEvent

  public init(connection: Int, nanoseconds: UInt64, event: TraceEvent) {
    self.connection = connection
    self.nanoseconds = nanoseconds
    self.event = event
  }
}

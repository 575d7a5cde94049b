/// What happened, when, on which connection: the one currency between transport, captures and views.
package struct TraceRecord: Sendable {
  /// The connection's number in this run, from 1.
  package let connection: Int
  /// When it happened, since the run began.
  package let time: Duration
  package let event: TraceEvent

  package init(connection: Int, time: Duration, event: consuming TraceEvent) {
    self.connection = connection
    self.time = time
    self.event = event
  }
}

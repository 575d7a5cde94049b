package import WebSocketWire

/// Writes what happens on a connection as JSON Lines: one object a line, as wscope-events(5) describes them.
package final class EventWriter: TraceSink {
  private var encoder: EventEncoder
  private let write: (RawSpan) -> Void
  private let connection: Int

  /// `connection` is the number that events have which are not made of a record; 0 where they belong to no connection. `write` takes
  /// whole lines, and may cause more events before it returns.
  package init(
    _ configuration: EventConfiguration, connection: Int, write: @escaping (RawSpan) -> Void
  ) {
    self.connection = connection
    encoder = EventEncoder(configuration)
    self.write = write
  }

  package func receive(_ record: TraceRecord) {
    encoder.add(record)
    flush()
  }

  /// Says where a listener listens.
  package func listening(at url: String, time: Duration) {
    encoder.addListening(at: url, time: time)
    flush()
  }

  /// Says what went wrong; with `retry`, that it is tried again after that time.
  package func failed(_ failure: EventFailure, retry: Duration? = nil, at time: Duration) {
    encoder.add(failure, retry: retry, connection: connection, time: time)
    flush()
  }

  /// Says what has passed in bytes that no connection of ours brought, which are over.
  package func decoded(_ statistics: ConnectionStatistics) {
    encoder.add(ending: "decoded", statistics, connection: 1, time: .zero)
    flush()
  }

  /// Says what has passed on a connection that was open when its capture ended.
  package func captureEnded(_ statistics: ConnectionStatistics, at time: Duration) {
    encoder.add(ending: "captureEnded", statistics, connection: connection, time: time)
    flush()
  }

  /// Says what a capture lacks of the connection.
  package func noted(_ note: CaptureNote, from sender: WebSocketRole, at time: Duration) {
    encoder.add(note, from: sender, connection: connection, time: time)
    flush()
  }

  private func flush() {
    guard encoder.hasLines else { return }
    var lines = encoder.takeLines()
    write(lines.bytes.span.bytes)
    lines.clear()
    encoder.giveBack(lines)
  }
}

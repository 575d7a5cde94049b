package import WebSocketWire

/// What writes a run to a file, in one of the formats of recordings.
package protocol Recorder: AnyObject {
  /// What takes the connection of this number.
  func connection(_ number: Int) -> any RecordedConnection
  /// Where a listener listens.
  func listening(at url: String, time: Duration)
  /// What went wrong; with `retry`, it is tried again after that time.
  func failed(_ failure: EventFailure, retry: Duration?, connection: Int, at time: Duration)
  /// Hands all on that is complete.
  func flush()
  /// Completes what can only be written at the end.
  func finish()
}

extension Recorder {
  package func listening(at url: String, time: Duration) {}
  package func failed(_ failure: EventFailure, retry: Duration?, connection: Int, at time: Duration) {}
  package func finish() { flush() }
}

/// What writes one connection. It takes events, so that a frame of any size passes in constant memory.
package protocol RecordedConnection: TraceSink {
  /// What a capture lacks of it.
  func note(_ note: CaptureNote, from sender: WebSocketRole, at time: Duration)
  /// What there is to read of it is over, though it was open then.
  func openAtEnd(_ statistics: ConnectionStatistics, at time: Duration)
}

extension RecordedConnection {
  package var wantsEvents: Bool { true }
  /// Events have all that records of frames have.
  package var takesBatches: Bool { true }
  package func note(_ note: CaptureNote, from sender: WebSocketRole, at time: Duration) {}
  package func openAtEnd(_ statistics: ConnectionStatistics, at time: Duration) {}
}

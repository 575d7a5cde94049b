import WebSocketCapture
import WebSocketTransport
import WebSocketWire

/// What a run writes as JSON Lines.
struct EventPlan {
  /// Whether each frame is an event.
  let frames: Bool
  let showsSecrets: Bool
  /// The most bytes of a message that are written.
  let messageLimit: Int

  /// How much of a message is held for one connection of a client, in bytes, and of each of a listener's.
  static let (clientLimit, listenLimit) = (16 << 20, 1 << 20)

  /// The writer of a connection's events; number 0 is for what belongs to none. `role` is our end; nil where both ends are others.
  func writer(of connection: Int, role: WebSocketRole?, clock: RunClock, to output: any ByteOutput)
    -> EventWriter
  {
    EventWriter(
      EventConfiguration(
        role: role, frames: frames, showsSecrets: showsSecrets, messageLimit: messageLimit,
        start: clock.startSinceEpoch), connection: connection
    ) { output.append($0) }
  }
}

extension EventWriter {
  /// Writes why a run failed; one that ends with status 0 did not.
  func failed(_ failure: Failure?, retry: Duration? = nil, at time: Duration) {
    if let failure = failure?.event { failed(failure, retry: retry, at: time) }
  }
}

extension Recorder {
  /// Records why a run failed; one that ends with status 0 did not.
  func failed(_ failure: Failure?, retry: Duration? = nil, connection: Int, at time: Duration) {
    if let failure = failure?.event { failed(failure, retry: retry, connection: connection, at: time) }
  }
}

extension Failure {
  /// As an event; nil for one that ends with status 0.
  fileprivate var event: EventFailure? {
    guard status != ExitStatus.done.rawValue else { return nil }
    return EventFailure(status: status, sentence: sentence, hint: hint, details: details)
  }
}

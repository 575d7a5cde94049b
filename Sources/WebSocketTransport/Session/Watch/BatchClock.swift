import WebSocketWire

/// The clock of a session, which is looked at once for all that a batch brings.
struct BatchClock {
  private let clock: RunClock
  private var batchTime: Duration?

  init(_ clock: RunClock) { self.clock = clock }

  /// The time since the run began; in a batch, the time at which that began.
  var now: Duration { batchTime ?? clock.now }

  /// The time since the run began, in a batch too.
  var exact: Duration { clock.now }

  var isInBatch: Bool { batchTime != nil }

  /// Begins a batch, unless one is begun.
  mutating func beginBatch() {
    if batchTime == nil { batchTime = clock.now }
  }

  mutating func endBatch() { batchTime = nil }
}

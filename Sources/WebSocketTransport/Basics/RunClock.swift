import SystemCalls

/// The one clock of a run: monotonic, and anchored once to the time of day.
///
/// All times of a run count from its start, so those of two connections can be compared.
package struct RunClock: Sendable {
  private let start: ContinuousClock.Instant
  /// When the run began, since 1970-01-01 00:00 UTC.
  package let startSinceEpoch: Duration

  /// Starts now.
  package init() {
    start = .now
    startSinceEpoch = TimeOfDay.now
  }

  /// The time since the run began.
  package var now: Duration { .now - start }
}

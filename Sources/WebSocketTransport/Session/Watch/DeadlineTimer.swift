import NIOCore
import WebSocketWire

/// The timer of the deadline that a connection waits for; it can be paused and resumed.
final class DeadlineTimer {
  private var timeouts: Timeouts
  private var deadline: Deadline?
  private var timer: Scheduled<Void>?
  private var start = NIODeadline.now()
  private var timeLeft = TimeAmount.zero

  init(_ timeouts: Timeouts) { self.timeouts = timeouts }

  /// How long the closing may take.
  var closingTime: Duration { timeouts.close }

  /// Takes this from the time for the opening handshake.
  func spend(_ time: Duration) { timeouts.handshake = max(.zero, timeouts.handshake - time) }

  /// Whether there is no deadline.
  var isIdle: Bool { deadline == nil }

  /// Runs for this deadline unless it is paused; `body` is called when its time is over.
  func follow(
    _ wanted: Deadline?, isPaused: Bool, on loop: any EventLoop, _ body: @escaping () -> Void
  ) {
    if wanted != deadline {
      stop()
      deadline = wanted
      timeLeft = wanted.map { TimeAmount(time(of: $0)) } ?? .zero
    }
    if wanted == nil || isPaused { return stop() }
    guard timer == nil else { return }
    start = .now()
    timer = loop.assumeIsolated().scheduleTask(in: timeLeft) {
      self.timer = nil
      body()
    }
  }

  /// Pauses.
  func stop() {
    guard let timer else { return }
    timer.cancel()
    self.timer = nil
    timeLeft = max(.zero, timeLeft - (.now() - start))
  }

  private func time(of deadline: Deadline) -> Duration {
    switch deadline {
    case .handshake: timeouts.handshake
    case .refusal: timeouts.refusal
    case .close: timeouts.close
    case .streamEnd: min(Timeouts.streamEnd, timeouts.close)
    }
  }
}

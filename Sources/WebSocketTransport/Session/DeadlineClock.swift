import NIOCore
import WebSocketWire

/// The clock of the deadline that a connection waits for; it can stand still, and goes on from there.
final class DeadlineClock {
  private let timeouts: Timeouts
  private var deadline: Deadline?
  private var timer: Scheduled<Void>?
  private var start = NIODeadline.now()
  private var timeLeft = TimeAmount.zero

  init(_ timeouts: Timeouts) { self.timeouts = timeouts }

  /// Whether there is no deadline.
  var isIdle: Bool { deadline == nil }

  /// Runs for this deadline unless it has to stand still; `body` is called when its time is over.
  func follow(
    _ wanted: Deadline?, standsStill: Bool, on loop: any EventLoop, _ body: @escaping () -> Void
  ) {
    if wanted != deadline {
      stop()
      deadline = wanted
      timeLeft = wanted.map { TimeAmount(time(of: $0)) } ?? .zero
    }
    if wanted == nil || standsStill { return stop() }
    guard timer == nil else { return }
    start = .now()
    timer = loop.assumeIsolated().scheduleTask(in: timeLeft) {
      self.timer = nil
      body()
    }
  }

  /// Stands still.
  func stop() {
    guard let timer else { return }
    timer.cancel()
    self.timer = nil
    timeLeft = max(.zero, timeLeft - (.now() - start))
  }

  private func time(of deadline: Deadline) -> Duration {
    switch deadline {
    case .handshake: timeouts.handshake
    case .refusal: Timeouts.refusal
    case .close: timeouts.close
    case .streamEnd: min(Timeouts.streamEnd, timeouts.close)
    }
  }
}

import NIOCore
import WebSocketTransport

/// Calls at a time that may move on: it fires early rather than being set again for each move, and is then set again.
final class WakeTimer {
  private let loop: NIOIsolatedEventLoop
  private let body: () -> Void
  private var scheduled: (timer: Scheduled<Void>, time: Duration)?

  /// `body` is called when the time has come, or an earlier one that was asked for before.
  init(on loop: NIOIsolatedEventLoop, _ body: @escaping () -> Void) {
    self.loop = loop
    self.body = body
  }

  /// Calls at that time at the latest; `now` is on the same clock.
  func wake(at time: Duration, now: Duration) {
    if let scheduled, scheduled.time <= time { return }
    stop()
    let timer = loop.scheduleTask(in: TimeAmount(max(.zero, time - now))) { [self] in
      scheduled = nil
      body()
    }
    scheduled = (timer, time)
  }

  func stop() {
    scheduled?.timer.cancel()
    scheduled = nil
  }
}

import NIOCore
import WebSocketConversation
import WebSocketTransport

/// Waits between the connections of a run.
final class Reconnection {
  private var plan: ReconnectSchedule
  private let loop: NIOIsolatedEventLoop
  private var timer: Scheduled<Void>?
  /// How often it has connected again, in all.
  private(set) var attempts = 0

  init(_ plan: ReconnectSchedule, on loop: NIOIsolatedEventLoop) {
    self.plan = plan
    self.loop = loop
  }

  /// The peer has sent a message, so the next waits are short again.
  func reset() { plan.reset() }

  /// Calls after a while, and not before a server wants it: how long; nil when there have been enough attempts.
  func schedule(after least: Duration? = nil, _ body: @escaping () -> Void) -> Duration? {
    guard let wait = plan.next(chance: .random(in: 0...1), least: least) else { return nil }
    attempts += 1
    timer = loop.scheduleTask(in: TimeAmount(wait)) { [self] in
      timer = nil
      body()
    }
    return wait
  }

  /// Waits no more; whether it did.
  func cancel() -> Bool {
    timer?.cancel()
    defer { timer = nil }
    return timer != nil
  }
}

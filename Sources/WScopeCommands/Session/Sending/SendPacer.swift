import NIOCore
import WebSocketInspect
import WebSocketTransport

/// Keeps messages back until their time, or until a reply, and comes back when it is there.
final class SendPacer {
  private var gate: PaceGate
  private let timer: WakeTimer

  /// `body` is called when a message may be sent, or a reply is overdue.
  init(_ gate: PaceGate, on loop: NIOIsolatedEventLoop, _ body: @escaping () -> Void) {
    self.gate = gate
    timer = WakeTimer(on: loop, body)
  }

  /// Whether the next message has to wait. Fails where the reply that it waits for has not come in time.
  func keepsBack(at now: Duration) throws(Failure) -> Bool {
    if gate.isOpen(at: now) { return false }
    if gate.isOverdue(at: now) {
      throw Failure(
        .deadline,
        "no reply came within \(Formatting.duration(gate.limit)) to the last message, for which --pace lockstep waits",
        hint: "wait longer with --timeout")
    }
    if let time = gate.wakeAt { timer.wake(at: time, now: now) }
    return true
  }

  func sent(at now: Duration) { gate.sent(at: now) }

  func replied() { gate.replied() }

  /// Whether the time for a reply does not run.
  func hold(_ isHeld: Bool, at now: Duration) { gate.hold(isHeld, at: now) }

  /// Another connection is open.
  func restart() { gate.restart() }
}

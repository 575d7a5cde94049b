import NIOCore
import WebSocketWire

/// Sends a Ping when nothing has come for a while, and finds out when the peer is gone; all of it runs on the event loop.
package final class Keepalive {
  private let interval: TimeAmount
  private let timeout: TimeAmount
  private let onSilence: (Duration) -> Void
  private weak let session: WebSocketSession?
  private var timer: Scheduled<Void>?
  private var lastHeard = NIODeadline.now()
  /// When the Ping that has no answer was sent.
  private var asked: NIODeadline?

  /// After `interval` without anything from the peer a Ping is sent; `onSilence` is called, with the time-out, when nothing came within
  /// `timeout` after it.
  package init(
    of session: WebSocketSession, interval: Duration, timeout: Duration,
    onSilence: @escaping (Duration) -> Void
  ) {
    self.session = session
    self.interval = TimeAmount(interval)
    self.timeout = TimeAmount(timeout)
    self.onSilence = onSilence
    schedule(in: self.interval)
  }

  /// Takes word that something of the peer has come, which is as good as a Pong.
  package func heard() {
    lastHeard = .now()
    asked = nil
  }

  package func stop() {
    timer?.cancel()
    timer = nil
  }

  private func schedule(in time: TimeAmount) {
    timer = session?.isolatedLoop?.scheduleTask(in: time) { [weak self] in self?.check() }
  }

  private func check() {
    guard let session, session.state == .open else { return }
    // Nothing can be heard while nothing is read.
    if !session.pauseReasons.isEmpty { heard() }
    guard let asked else {
      let idle = .now() - lastHeard
      guard idle >= interval else { return schedule(in: interval - idle) }
      // Inside a frame there is no place for a Ping.
      guard session.remainingPayload == nil else { return schedule(in: interval) }
      try? session.ping()
      session.flush()
      self.asked = .now()
      // An answer begins another interval, which may be over before this time-out.
      return schedule(in: min(timeout, interval))
    }
    let waited = .now() - asked
    if waited >= timeout { return onSilence(Duration(timeout)) }
    schedule(in: min(timeout - waited, interval))
  }
}

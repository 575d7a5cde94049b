import NIOCore

/// Sends a Ping at intervals and finds out when a peer is gone; all of it runs on the event loop.
final class Keepalive {
  private let interval: TimeAmount
  private let timeout: TimeAmount
  private let loop: any EventLoop
  private var timer: Scheduled<Void>?
  private var lastHeard = NIODeadline.now()
  /// When the Ping that has no answer was sent.
  private var asked: NIODeadline?
  private weak var core: ConnectionCore?

  init(interval: Duration, timeout: Duration, of core: ConnectionCore, on loop: any EventLoop) {
    self.interval = TimeAmount(interval)
    self.timeout = TimeAmount(timeout)
    self.core = core
    self.loop = loop
    schedule(in: self.interval)
  }

  /// Takes word that something of the peer has come, which is as good as a Pong.
  func heard() {
    lastHeard = .now()
    asked = nil
  }

  func stop() {
    timer?.cancel()
    timer = nil
  }

  private func schedule(in time: TimeAmount) {
    timer = loop.assumeIsolated().scheduleTask(in: time) { [weak self] in self?.check() }
  }

  private func check() {
    guard let core else { return }
    // Nothing can be heard while nothing is read.
    if core.isReadingPaused { heard() }
    guard let asked else {
      let idle = .now() - lastHeard
      guard idle >= interval else { return schedule(in: interval - idle) }
      guard core.sendKeepalivePing() else { return schedule(in: interval) }
      self.asked = .now()
      return schedule(in: timeout)
    }
    let waited = .now() - asked
    if waited >= timeout { return core.peerIsGone(after: timeout) }
    schedule(in: timeout - waited)
  }
}

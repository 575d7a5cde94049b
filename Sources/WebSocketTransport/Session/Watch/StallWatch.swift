package import NIOCore
import WebSocketWire

/// Minds whether a peer takes what waits for it, on the session's event loop.
package final class StallWatch {
  private let limit: () -> TimeAmount
  private let onStall: (TimeAmount) -> Void
  private var timer: Scheduled<Void>?
  private var lastProgress = NIODeadline.now()

  /// `limit` is asked for how long the peer may take nothing; `onStall` is called, with the limit, when that is over.
  package init(limit: @escaping () -> TimeAmount, onStall: @escaping (TimeAmount) -> Void) {
    self.limit = limit
    self.onStall = onStall
  }

  /// To be called when output may have been added.
  package func batchEnded(in session: WebSocketSession) {
    if timer == nil { watch(session) }
  }

  /// To be called when the answer to `session.isWritable`, and with it perhaps the limit, has changed.
  package func writabilityChanged(in session: WebSocketSession) {
    stop()
    watch(session)
  }

  /// To be called when the peer has taken something.
  package func progressed() { lastProgress = .now() }

  /// To be called when nothing waits, or the connection has ended.
  package func stop() {
    timer?.cancel()
    timer = nil
  }

  private func watch(_ session: WebSocketSession) {
    guard !session.isFlushed, session.state == .open else { return }
    lastProgress = .now()
    check(session)
  }

  /// Looks again when the peer's time is over, counted from what it took last.
  private func check(_ session: WebSocketSession) {
    guard session.state == .open else { return }
    let limit = limit()
    let due = lastProgress + limit
    guard due > .now() else { return onStall(limit) }
    timer = session.isolatedLoop?.scheduleTask(deadline: due) { [weak self, weak session] in
      guard let self, let session else { return }
      timer = nil
      check(session)
    }
  }
}

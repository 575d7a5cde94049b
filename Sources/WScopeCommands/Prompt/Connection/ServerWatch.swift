import NIOCore
import WebSocketConversation
import WebSocketTransport
import WebSocketWire

/// Gives up a server that takes nothing of what it is sent, or answers no Ping.
final class ServerWatch {
  private unowned let session: WebSocketSession
  /// Called when the closing handshake was begun because the server takes nothing.
  private let onClose: () -> Void
  /// Why the server was given up; nil while it is not.
  private(set) var verdict: Verdict?
  private var keepalive: Keepalive?
  private lazy var stall = StallWatch(
    limit: { .seconds(Conversation.stallLimit.components.seconds) },
    onStall: { [unowned self] _ in stalled() }
  )

  init(_ session: WebSocketSession, onClose: @escaping () -> Void) {
    self.session = session
    self.onClose = onClose
  }

  /// Sends a Ping whenever nothing has come for a while, and gives the server up when it does not answer.
  func keepAlive(every interval: Duration, timeout: Duration) {
    keepalive = Keepalive(of: session, interval: interval, timeout: timeout) { [unowned self] in
      verdict = .noPong(within: $0)
      session.abort()
    }
  }

  /// Something of the server has come.
  func heard() { keepalive?.heard() }

  /// Output may have been added.
  func sent() { stall.batchEnded(in: session) }

  /// The server has taken something.
  func progressed() { stall.progressed() }

  /// Nothing waits for the server any more.
  func flushed() { stall.stop() }

  /// The connection has ended.
  func stop() {
    stall.stop()
    keepalive?.stop()
  }

  private func stalled() {
    // A server may wait for us to read, and that we do not is our terminal's doing.
    guard !session.pauseReasons.contains(.output) else { return sent() }
    verdict = .stalled
    guard session.remainingPayload == nil else { return session.abort() }
    try? session.close(.normalClosure)
    onClose()
  }
}

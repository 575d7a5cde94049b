import NIOCore
import NIOPosix
import WebSocketTransport
import WebSocketWire

/// Sends a long message from outside any call of its session, and when that has left a short one, this many times each.
final class LateDelegate: SessionDelegate {
  private let count: Int
  private let size: Int
  private var number = 0

  init(count: Int, size: Int) {
    self.count = count
    self.size = size
  }

  /// The message of this number: its number again and again.
  static func message(_ number: Int, size: Int) -> [UInt8] {
    [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: number % 2 == 0 ? size : 50)
  }

  func handle(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan,
    in session: WebSocketSession
  ) {
    if case .opened = event { sendLater(session) }
  }

  func flushed(in session: WebSocketSession) {
    guard number % 2 == 1 else { return }
    sendNext(session)
    sendLater(session)
  }

  private func sendLater(_ session: WebSocketSession) {
    MultiThreadedEventLoopGroup.currentEventLoop?.assumeIsolated().execute { [self] in sendNext(session) }
  }

  private func sendNext(_ session: WebSocketSession) {
    guard session.state == .open else { return }
    guard number < 2 * count else {
      try? session.close(.normalClosure)
      return
    }
    number += 1
    try? session.send(.binary, Self.message(number - 1, size: size))
    session.flush()
  }
}

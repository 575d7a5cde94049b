import WebSocketTransport
import WebSocketWire

/// Sends this many messages of this many bytes as soon as a client is there, as fast as it reads, and then closes.
final class PushDelegate: SessionDelegate {
  private var left: Int
  private let payload: [UInt8]

  init(count: Int, size: Int) {
    left = count
    payload = [UInt8](repeating: 0x61, count: size)
  }

  func handle(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan,
    in session: WebSocketSession
  ) {
    if case .opened = event { push(session) }
  }

  func writabilityChanged(in session: WebSocketSession) { push(session) }
  func flushed(in session: WebSocketSession) { push(session) }

  private func push(_ session: WebSocketSession) {
    guard session.state == .open else { return }
    while left > 0, session.isWritable {
      left -= 1
      try? session.send(.binary, payload)
    }
    if left == 0 { try? session.close(.normalClosure) } else { session.flush() }
  }
}

/// Closes with a code as soon as the first message comes.
final class CloseDelegate: SessionDelegate {
  private let code: CloseCode?

  init(_ code: CloseCode?) { self.code = code }

  func handle(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan,
    in session: WebSocketSession
  ) {
    if case .messageEnd = event { try? session.close(code, reason: code == nil ? "" : "enough") }
  }
}

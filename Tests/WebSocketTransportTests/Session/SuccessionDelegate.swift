import WebSocketTransport
import WebSocketWire

/// Sends a message whenever all that it sent has left, this many times, and then closes.
final class SuccessionDelegate: SessionDelegate {
  private let count: Int
  private let size: (Int) -> Int
  private var number = 0

  init(count: Int, size: @escaping (Int) -> Int) {
    self.count = count
    self.size = size
  }

  /// The message of this number: the number, and then its lowest byte again and again.
  static func message(_ number: Int, size: Int) -> [UInt8] {
    withUnsafeBytes(of: number) { Array($0) }
      + [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: size - 8)
  }

  func handle(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan,
    in session: WebSocketSession
  ) {
    if case .opened = event { sendNext(session) }
  }

  func flushed(in session: WebSocketSession) { sendNext(session) }

  private func sendNext(_ session: WebSocketSession) {
    guard session.state == .open else { return }
    guard number < count else {
      try? session.close(.normalClosure)
      return
    }
    number += 1
    try? session.send(.binary, Self.message(number - 1, size: size(number - 1)))
    session.flush()
  }
}

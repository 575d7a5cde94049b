import Synchronization

/// The places of a listener's clients, whichever loops they are on.
final class ConnectionLimit: Sendable {
  private let left: Mutex<Int>

  init(_ count: Int) { left = Mutex(count) }

  /// Takes a place, if there is one.
  func take() -> Bool {
    left.withLock { left in
      guard left > 0 else { return false }
      left -= 1
      return true
    }
  }

  /// Gives a place back.
  func leave() { left.withLock { $0 += 1 } }
}

import NIOConcurrencyHelpers

/// The places of a listener's clients, whichever loops they are on.
final class ConnectionLimit: Sendable {
  private let left: NIOLockedValueBox<Int>

  init(_ count: Int) { left = NIOLockedValueBox(count) }

  /// Takes a place, if there is one.
  func take() -> Bool {
    left.withLockedValue { left in
      guard left > 0 else { return false }
      left -= 1
      return true
    }
  }

  /// Gives a place back.
  func leave() { left.withLockedValue { $0 += 1 } }
}

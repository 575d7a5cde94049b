/// A deadline whose time does not run while it is held.
package struct HoldableDeadline: Sendable {
  /// When it is over; nil while it has not begun, and while it is held.
  package private(set) var due: Duration?
  /// What is left of it while it is held.
  private var rest: Duration?
  private var isHeld = false

  package init() {}

  /// Whether it has begun.
  package var hasBegun: Bool { due != nil || rest != nil }

  package mutating func begin(_ time: Duration, at now: Duration) {
    if isHeld { rest = time } else { due = now + time }
  }

  package mutating func stop() { (due, rest) = (nil, nil) }

  package mutating func hold(_ isHeld: Bool, at now: Duration) {
    guard isHeld != self.isHeld else { return }
    self.isHeld = isHeld
    if isHeld {
      rest = due.map { max($0 - now, .zero) }
      due = nil
    } else {
      due = rest.map { now + $0 }
      rest = nil
    }
  }

  package func isOver(at now: Duration) -> Bool { due.map { $0 <= now } ?? false }
}

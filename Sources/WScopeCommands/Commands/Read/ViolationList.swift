import WebSocketInspect
import WebSocketWire

/// Which rules the connections of captures have broken, and where: the first of them, and how many.
final class ViolationList: TraceSink {
  private(set) var count = 0
  /// A line for each of the first.
  private(set) var lines: [String] = []

  private static let limit = 50

  var takesBatches: Bool { true }

  func receive(_ record: TraceRecord) {
    switch record.event {
    case .frame(let frame):
      for violation in frame.violations {
        add(
          violation, "frame \(frame.number)\(frame.sender.map { " from the \($0)" } ?? "")", record.connection
        )
      }
    case .violation(let violation):
      add(
        violation, violation.rule.isHandshake ? "the handshake" : "byte \(violation.offset)",
        record.connection)
    default: break
    }
  }

  /// Counts one whose place is not asked for.
  func countOne() { count += 1 }

  private func add(_ violation: Violation, _ place: String, _ connection: Int) {
    count += 1
    guard lines.count < Self.limit else { return }
    lines.append("connection \(connection), \(place): \(violation.rule.id) (\(violation.rule.clause))")
  }
}

import WebSocketCapture
import WebSocketConversation
import WebSocketInspect
import WebSocketWire

/// What is sent again of a recording, and how what comes is compared.
struct ReplayPlan {
  /// What the client did.
  let part: RecordedPart
  let pace: ReplayMachine.Pace
  /// How late a message may come.
  let limit: Duration
  let comparison: JSONComparison
  /// The most bytes of a message that comes.
  let messageLimit: Int
  /// Whether all differences are shown, and not the first alone.
  let showsAll: Bool
  let style: TextStyle
  /// Columns of a terminal.
  let width: Int?

  /// How the connection is closed.
  var closing: ClosePayload? { part.close?.frame.close }

  var machine: ReplayMachine {
    ReplayMachine(
      part.steps.map { ReplayMachine.Step(at: $0.frame.time, after: $0.after) },
      last: part.close.map { ReplayMachine.Step(at: $0.frame.time, after: $0.after) }
        ?? ReplayMachine.Step(at: .zero, after: part.expected.count),
      arrivals: part.arrivals, pace: pace, limit: limit)
  }
}

import WebSocketCapture
import WebSocketConversation

/// What a listener says of a recording, and to what.
struct MockPlan: Sendable {
  /// How messages of a client lead to those of the recording.
  enum Match: String, CaseIterable {
    /// The message of a number leads to what followed the recorded one of that number.
    case order
    /// A message leads to what followed an equal one.
    case content
  }

  let match: Match
  let comparison: JSONComparison
  let speed: Double
  /// The messages that were recorded of the client.
  let expected: [ComparedItem]
  /// What the server did after each of them, and at first before any.
  let groups: [[RecordedPart.Step]]
  /// When, since the message.
  let times: [[Duration]]
  /// Finds them by their content; nil where their order counts.
  let index: ContentIndex?

  init(_ part: RecordedPart, match: Match, speed: Double, comparison: JSONComparison) {
    (self.match, self.speed, self.comparison) = (match, speed, comparison)
    expected = part.expected
    groups = part.groups
    times = part.groups.enumerated().map { number, group in
      let start = part.start(of: number)
      return group.map { max(.zero, $0.frame.time - start) }
    }
    index = match == .content ? ContentIndex(part.expected, comparison) : nil
  }

  var machine: ReplyMachine { ReplyMachine(times, speed: speed) }
}

/// Messages of one frame each that came whole in one piece of the stream, one right behind the other, and broke no rule.
///
/// Where nobody looks at frames they are told together, so that a small message costs little more than its copy.
public struct MessageRun: Sendable {
  /// What all of them are.
  public let kind: MessageKind
  /// Where each payload stands among the bytes that come beside the run; never empty.
  public internal(set) var payloads: [Range<Int>]

  /// The most messages in a run, so that a piece full of empty ones is not told by a list larger than itself.
  static let most = 1024
}

extension MessageRun {
  /// Tells the run as the events that it stands for: start, bytes unless there are none, and end of each message.
  public func forEachEvent(in bytes: RawSpan, _ body: (Event, RawSpan) -> Void) {
    for payload in payloads {
      body(.messageStart(kind), RawSpan())
      if !payload.isEmpty { body(.messageBytes(kind), bytes.extracting(payload)) }
      body(.messageEnd(kind, length: UInt64(payload.count)), RawSpan())
    }
  }
}

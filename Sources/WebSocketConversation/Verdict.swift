public import WebSocketWire

/// How a run ended, to be turned into words and a status.
public enum Verdict: Hashable, Sendable {
  /// All that was asked for has happened, and the closing was clean.
  case done
  /// Replies are missing: after `within`, or because the peer closed when it is nil.
  case repliesMissing(expected: Int, received: Int, sent: Int, within: Duration?)
  /// Of the messages that came none was the one to end with: within this time, or until the peer closed when it is nil.
  case lastReplyMissing(received: Int, within: Duration?)
  /// No message came within this time after the last one that was sent.
  case noReply(sent: Int, within: Duration)
  /// The peer closed cleanly while input was left to be sent.
  case inputLeft
  /// The closing was clean, and the peer had begun a message that it did not finish.
  case messageCut
  /// The peer stopped reading.
  case stalled
  /// Nothing came from the peer within this time after a Ping.
  case noPong(within: Duration)
  /// No message passed for this time.
  case idle(Duration)
  /// The run lasted as long as it may.
  case timeIsUp(Duration)
  /// A signal of this number ended it.
  case interrupted(Int32)
  /// The output cannot be written any more.
  case outputLost(OutputLoss)
  /// The connection ended in another way than a clean close, or with a code that speaks of a failure.
  indirect case ended(ConnectionEnd)
  /// The input could not be sent. `beside` is what went wrong after that, unless the missing input explains it.
  indirect case inputRefused(beside: Verdict?)
}

extension Verdict {
  /// The same where the input had been refused before: that is the cause, unless the user ended the run.
  var afterRefusedInput: Verdict {
    switch self {
    case .interrupted, .inputRefused: self
    case .done, .repliesMissing, .lastReplyMissing, .noReply, .inputLeft, .outputLost(.brokenPipe):
      .inputRefused(beside: nil)
    case .messageCut, .stalled, .noPong, .idle, .timeIsUp, .outputLost, .ended: .inputRefused(beside: self)
    }
  }
}

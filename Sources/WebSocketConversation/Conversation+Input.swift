public import WebSocketWire

extension Conversation {
  /// What happens around the conversation.
  public enum Input: Hashable, Sendable {
    /// The connection is open.
    case opened
    /// This many messages were handed over to be sent.
    case handedOver(Int)
    /// More of a message that was handed over in part.
    case handedOverMore
    /// Pongs of ours do not leave.
    case pongsWait
    /// Some bytes of a message that was handed over have left this process.
    case progress
    /// There is nothing more to send, and all of it is handed over.
    case inputEnded
    /// The input is at fault or cannot be read, so there is nothing more to send.
    case inputRefused
    /// A script cannot go on, so there is nothing more to send or to wait for.
    case scriptFailed
    /// Every message that was handed over has left this process; our Pongs do not count.
    case flushed
    /// This many bytes came of messages, finished or not.
    case messageBytes(Int)
    /// This many whole messages came.
    case messages(Int)
    /// The message that ends the run came; it is counted by `.messages`.
    case lastReply
    /// The peer broke a rule, so that the connection is being failed and brings nothing more.
    case failing
    /// Nothing is read for now, because the output is slow.
    case readingPaused
    case readingResumed
    /// Time has passed.
    case time
    /// The user asked for an end by a signal of this number.
    case interrupted(Int32)
    /// Nothing came from the peer within this time after a Ping.
    case peerSilent(Duration)
    /// The output is gone.
    case outputLost(OutputLoss)
    /// The connection is over. `unsent`: input is left that has not left this process. `isReset`: the stream broke, so what had
    /// left may not have been read. `cutMessage`: the peer began a message and did not finish it.
    indirect case ended(ConnectionEnd, unsent: Bool, isReset: Bool = false, cutMessage: Bool = false)
  }

  /// What is to be done.
  public enum Action: Hashable, Sendable {
    /// Begin the closing handshake.
    case close
    /// The run is over.
    indirect case finish(Verdict)
    /// The connection is over for this reason, and the run has more to do on another one; `.finish` if there can be none.
    indirect case reconnect(because: Verdict)
  }
}

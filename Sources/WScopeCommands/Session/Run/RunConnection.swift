import WebSocketConversation
import WebSocketTransport
import WebSocketWire

/// One open connection of a client's run: hands its events to the trace, the replies and the run, and is read only as fast as what
/// comes of it leaves.
final class RunConnection: SessionDelegate {
  /// The session drops its delegate when it has ended, so the two may hold each other.
  private let session: WebSocketSession
  private let run: ClientRun
  private let trace: RunTrace
  private let replies: ReplyReader
  private let outputs: RunOutputs
  private let echo: EchoDelegate?
  /// Whether something of the run answers messages.
  private let answers: Bool
  /// How much of messages one wake-up of the loop has brought.
  private var bytesInBatch = 0
  private var areAnswersWaiting = false

  init(
    _ session: WebSocketSession, of run: ClientRun, _ plan: ClientPlan, trace: RunTrace, replies: ReplyReader,
    outputs: RunOutputs
  ) {
    (self.session, self.run, self.trace) = (session, run, trace)
    (self.replies, self.outputs) = (replies, outputs)
    echo = plan.echoes ? EchoDelegate() : nil
    answers = plan.echoes || plan.input.isScripted
  }

  var interests: EventInterests {
    // Where views and payload share an output, the lines of a message's frame are next to it.
    let takesBatches =
      echo == nil && replies.takesBatches
      && (!trace.writesFrames || replies.printer == nil || !outputs.areShared)
    return (trace.readsFrames ? .frames : EventInterests()).union(takesBatches ? .batches : [])
  }

  // MARK: Events

  func handle(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan,
    in session: WebSocketSession
  ) {
    trace.handle(event, from: sender, at: time, bytes: bytes, in: session)
    guard sender == .server else { return }
    run.heard()
    switch event {
    case .opened(let report): run.opened(session, report)
    case .violation(let violation) where violation.rule.severity == .error: run.act(.failing)
    case .messageBytes:
      if replies.takesBatches { bytesInBatch &+= bytes.byteCount }
      take(event, bytes)
    case .messageEnd:
      run.noteMessage()
      take(event, bytes)
    case .messages(let batch):
      replies.printer?.print(batch, bytes)
      // The few bytes of headers among them do no harm.
      bytesInBatch &+= bytes.byteCount
      run.noteMessage()
      if batch.completed > 0 { run.replied(batch.completed) }
    case .ended(let ending):
      replies.breakOff()
      run.ended(session, ending)
    default: break
    }
    echo?.handle(event, from: sender, at: time, bytes: bytes, in: session)
  }

  /// Takes a part of a message or its end, and counts it if it is a reply.
  private func take(_ event: WebSocketEvent, _ bytes: RawSpan) {
    do throws(Failure) {
      guard let reply = try replies.take(event, bytes, isSurplus: run.hasAllMessages) else { return }
      if reply != .end { run.replied(1) }
      if reply != .one { run.act(.lastReply) }
    } catch {
      run.breakOff(error)
    }
  }

  func batchEnded(in session: WebSocketSession) {
    if bytesInBatch > 0 { run.act(.messageBytes(bytesInBatch)) }
    bytesInBatch = 0
    watchAnswers()
    run.sendInput()
    outputs.flush()
    pauseReadingIfFull()
    limitAnswers()
  }

  func writabilityChanged(in session: WebSocketSession) {
    if session.isWritable { run.sendInput() }
    limitAnswers()
  }

  func progressed(in session: WebSocketSession) {
    if echo == nil, !session.hasUnsentMessages { flushed(in: session) } else { run.act(.progress) }
    run.holdWaits(session)
  }

  func flushed(in session: WebSocketSession) {
    areAnswersWaiting = false
    run.flushed()
  }

  // MARK: Backpressure

  private func pauseReadingIfFull() {
    // The run may have gone on to another connection in this batch.
    guard run.isCurrent(self), !session.pauseReasons.contains(.output), outputs.isFull else { return }
    if outputs.isInHurry { return outputs.abandonFull() }
    outputs.notePause()
    session.pauseReasons.insert(.output)
    run.act(.readingPaused)
    run.holdWaits(session)
  }

  /// Reads again once the outputs have room.
  func resumeReading() {
    guard session.pauseReasons.contains(.output), !outputs.isFull else { return }
    run.act(.readingResumed)
    session.pauseReasons.remove(.output)
    run.sendInput()
  }

  /// Answers that do not leave are given up in the end, as anything else that is sent.
  private func watchAnswers() {
    guard !areAnswersWaiting, !session.isFlushed else { return }
    areAnswersWaiting = true
    run.act(echo == nil ? .pongsWait : .handedOverMore)
  }

  /// What answers reads no more than its answers leave.
  func limitAnswers() {
    guard answers else { return }
    if !session.isWritable, session.state == .open { session.pauseReasons.insert(.slowPeer) }
    // A Close that waited may have gone out just now, and while reading is paused, so is its deadline.
    if session.isWritable || session.state != .open { session.pauseReasons.remove(.slowPeer) }
  }
}

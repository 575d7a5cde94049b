import NIOCore
import WebSocketConversation
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// A client's session from its first byte to its verdict: joins the session, the conversation, the input and the outputs.
///
/// It lives on the event loop; the run is over when `finish` is called, once.
final class ClientRun {
  private let plan: ClientPlan
  private let loop: NIOIsolatedEventLoop
  private let finish: (Failure?) -> Void
  private let output: OutputWriter
  private let viewOutput: OutputWriter
  private let clock: RunClock
  private let trace: SessionTrace?
  /// Which events it asks its session for.
  let interests: EventInterests
  private let payload: PayloadPrinter?
  private let pump: InputPump
  private var conversation: Conversation
  private var connector: Connector?
  private var session: Session?
  private let echo: EchoDelegate?
  private var isReported = false
  private var isFinished = false
  private var drainLimit: Duration?
  private var timer: Scheduled<Void>?
  private var timerAt: Duration?
  /// How much of messages one wake-up of the loop has brought.
  private var bytesInBatch = 0
  private var areAnswersWaiting = false

  init(
    _ plan: ClientPlan, outputs: RunOutputs, clock: RunClock, loop: any EventLoop,
    finish: @escaping (Failure?) -> Void
  ) {
    self.plan = plan
    self.clock = clock
    self.loop = loop.assumeIsolated()
    self.finish = finish
    output = outputs.payload
    viewOutput = outputs.views
    payload =
      plan.printsPayload
      ? PayloadPrinter(
        output: output, framing: plan.framing, escapes: plan.escapesPayload, indents: plan.escapesPayload)
      : nil
    let isShared = payload != nil && output === viewOutput
    if plan.views.isAnything {
      let lines: any ByteOutput =
        if isShared, let payload { InterleavedOutput(viewOutput, payload) } else { viewOutput }
      let view = LiveView(output: lines, options: plan.views, role: .client, clock: clock)
      trace = SessionTrace(connection: 1, url: plan.views.url, peer: .server, sinks: [view])
    } else {
      trace = nil
    }
    // Where views and payload share an output, the lines of a message's frame are next to it.
    let takesBatches = !plan.echoes && (trace == nil || !isShared)
    interests = (trace == nil ? EventInterests() : .frames).union(takesBatches ? .batches : [])
    pump = InputPump(plan, views: outputs.views, loop: loop)
    conversation = Conversation(plan.end)
    echo = plan.echoes ? EchoDelegate() : nil
    for writer in [output, viewOutput] {
      writer.onRoom = { [self] in resumeReading() }
      writer.onLoss = { [self] number in
        act(.outputLost(number == Errno.brokenPipe ? .brokenPipe : .failed(number)))
      }
    }
  }

  /// The user wants an end.
  func interrupted(by signal: Int32) {
    let failure = Failure(status: ExitStatus.signal(signal), "ended by signal \(signal)")
    if isFinished { return report(failure) }
    if session == nil {
      done(failure)
      connector?.cancel()
      return
    }
    // An output that is not read must not keep the program from ending.
    abandonFullOutputs()
    drainLimit = .seconds(1)
    act(.interrupted(signal))
  }

  /// The reader of standard output has gone.
  func outputIsGone() {
    // A one-shot may have something to send yet, and what it prints will tell it soon enough.
    if case .expect = plan.end { return }
    if session?.state == .open { act(.outputLost(.brokenPipe)) }
  }

  // MARK: Connecting

  /// Begins to connect.
  func connect() {
    do {
      let connector = try Connector(plan.connection, on: loop.nonisolated(), clock: clock)
      self.connector = connector
      connector.connect { [self] outcome in
        self.connector = nil
        switch outcome {
        case .success(let session):
          self.session = session
          session.deliver(to: self)
        case .failure(let error): failed(error)
        }
      }
    } catch {
      done(Failure(error))
    }
  }

  private func failed(_ error: ConnectError) {
    trace?.failed(error, at: now)
    // What gave it up has its verdict already.
    if error.reason == .cancelled { act(.ended(.abandoned, unsent: false)) } else { done(Failure(error)) }
  }

  // MARK: Time and verdict

  private var now: Duration { session?.now ?? clock.now }

  func act(_ input: Conversation.Input) {
    switch conversation.handle(input, at: now) {
    case .close:
      close()
      viewOutput.flush()
    case .finish(let verdict): finish(verdict)
    case nil: break
    }
    // The timer is left alone while its time moves on: when it fires too early, it is set again.
    if let wake = conversation.wakeAt, timer == nil || wake < (timerAt ?? wake) { schedule(wake) }
  }

  private func schedule(_ wake: Duration) {
    timer?.cancel()
    timerAt = wake
    timer = loop.scheduleTask(in: TimeAmount(max(.zero, wake - now))) { [self] in
      timer = nil
      act(.time)
    }
  }

  private func close() {
    guard let session else {
      connector?.cancel()
      return
    }
    session.shutDown(afterInput: true)
    restEcho(session)
  }

  private func finish(_ verdict: Verdict) {
    let place = plan.place
    let isSecure = plan.connection.url.isSecure
    let detail = session?.streamError
    if conversation.broughtNothing(verdict) {
      viewOutput.append("sent \(conversation.sent), received 0\n")
    }
    let words = { Failure($0, place: place, isSecure: isSecure, detail: detail) }
    switch verdict {
    case .inputRefused(let beside): done(pump.failure?.beside(beside.flatMap(words)))
    case .outputLost(.failed) where isViewLoss: done(viewFailure)
    case .interrupted: done(words(verdict)?.beside(pump.failure))
    default: done(words(verdict))
    }
  }

  private func done(_ failure: Failure?) {
    guard !isFinished else { return }
    isFinished = true
    timer?.cancel()
    viewOutput.flush()
    output.whenDrained(within: drainLimit) { [self] in
      viewOutput.whenDrained(within: drainLimit) { [self] in report(failure ?? outputFailure) }
    }
  }

  private func report(_ failure: Failure?) {
    guard !isReported else { return }
    isReported = true
    finish(failure)
  }

  /// A write may fail after the verdict, and then the job is not done after all.
  private var outputFailure: Failure? {
    if isViewLoss { return viewFailure }
    let code = [output, viewOutput].lazy.compactMap(\.lossCode).first { $0 != Errno.brokenPipe }
    return code.flatMap {
      Failure(.outputLost(.failed($0)), place: plan.place, isSecure: plan.connection.url.isSecure)
    }
  }

  /// Whether it is the views alone that cannot be written.
  private var isViewLoss: Bool {
    viewOutput !== output && viewOutput.lossCode != nil && output.lossCode == nil
  }

  private var viewFailure: Failure? {
    guard let code = viewOutput.lossCode, code != Errno.brokenPipe else { return nil }
    return Failure(viewsLost: code, path: plan.viewPath)
  }

  // MARK: Input

  private func sendInput() { if let session { pump.pump(session, for: self) } }

  /// There is nothing more to send.
  func inputEnded() {
    if conversation.sent == 0, plan.receivesOnlyWithoutInput, pump.failure == nil {
      conversation.receiveOnly()
    }
    session?.flush()
    act(pump.failure == nil ? .inputEnded : .inputRefused)
  }

  /// The message that was begun cannot be completed.
  func breakOff(_ failure: Failure?) {
    done(failure)
    session?.abort()
  }

  // MARK: Output

  private func pauseReadingIfFull() {
    guard let session, !session.pauseReasons.contains(.output), output.isFull || viewOutput.isFull else {
      return
    }
    if drainLimit != nil { return abandonFullOutputs() }
    output.notePause()
    viewOutput.notePause()
    session.pauseReasons.insert(.output)
    act(.readingPaused)
  }

  private func abandonFullOutputs() {
    for writer in [output, viewOutput] where writer.isFull { writer.abandon() }
  }

  private func resumeReading() {
    sendInput()
    guard let session, session.pauseReasons.contains(.output), !output.isFull, !viewOutput.isFull else {
      return
    }
    act(.readingResumed)
    session.pauseReasons.remove(.output)
  }

  /// Answers that do not leave are given up in the end, as anything else that is sent.
  private func watchAnswers(_ session: Session) {
    guard !areAnswersWaiting, !session.isFlushed else { return }
    areAnswersWaiting = true
    act(echo == nil ? .pongsWait : .handedOverMore)
  }

  /// An echo reads no more than its answers leave.
  private func restEcho(_ session: Session) {
    guard echo != nil else { return }
    if !session.isWritable, session.state == .open { session.pauseReasons.insert(.slowPeer) }
    // A Close that waited may have gone out just now, and while reading is paused, so is its deadline.
    if session.isWritable || session.state != .open { session.pauseReasons.remove(.slowPeer) }
  }
}

extension ClientRun: SessionDelegate {
  func handle(_ event: Event, from sender: Role, at time: Duration, bytes: RawSpan, in session: Session) {
    trace?.handle(event, from: sender, at: time, bytes: bytes, in: session)
    guard sender == .server else { return }
    switch event {
    case .opened:
      act(.opened)
    case .messageBytes:
      bytesInBatch &+= bytes.byteCount
      payload?.print(event, bytes)
    case .messageEnd:
      payload?.print(event, bytes)
      act(.messages(1))
    case .messages(let batch):
      payload?.print(batch, bytes)
      // The few bytes of headers among them do no harm.
      bytesInBatch &+= bytes.byteCount
      if batch.completed > 0 { act(.messages(batch.completed)) }
    case .ended(let ending):
      act(
        .ended(
          ending, unsent: pump.hasMore || session.hasUnsentMessages, isReset: session.streamError != nil,
          cutMessage: session.isInsideMessage))
    default: break
    }
    echo?.handle(event, from: sender, at: time, bytes: bytes, in: session)
  }

  func batchEnded(in session: Session) {
    if bytesInBatch > 0 { act(.messageBytes(bytesInBatch)) }
    bytesInBatch = 0
    watchAnswers(session)
    sendInput()
    output.flush()
    viewOutput.flush()
    pauseReadingIfFull()
    restEcho(session)
  }

  func writabilityChanged(in session: Session) {
    if session.isWritable { sendInput() }
    restEcho(session)
  }

  func progressed(in session: Session) {
    if echo == nil, !session.hasUnsentMessages { flushed(in: session) } else { act(.progress) }
  }

  func flushed(in session: Session) {
    areAnswersWaiting = false
    guard pump.flushed() else { return }
    act(.flushed)
    sendInput()
  }
}

import NIOCore
import SystemCalls
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
  private let end: RunEnd
  private let outputs: RunOutputs
  private let clock: RunClock
  private let replies: ReplyReader
  private let trace: RunTrace
  private lazy var pump = InputPump(
    plan, views: plan.output.events == nil ? outputs.views : outputs.events, loop: loop.nonisolated(),
    onTime: { [unowned self] in sendInput() })
  private let link: ServerLink
  private let replay: ReplayRun?
  private lazy var script = plan.input.scripted(
    replay, on: loop, clock: { [unowned self] in now }, act: { [unowned self] in take($0) })
  private var conversation: Conversation
  private var connection: RunConnection?
  private lazy var timer = WakeTimer(on: loop) { [unowned self] in act(.time) }

  init(
    _ plan: ClientPlan, outputs: RunOutputs, clock: RunClock, loop: any EventLoop,
    finish: @escaping (Failure?) -> Void
  ) {
    self.plan = plan
    self.clock = clock
    self.loop = loop.assumeIsolated()
    end = RunEnd(outputs, tell: finish)
    self.outputs = outputs
    let printer = plan.output.printer(on: outputs)
    replies = ReplyReader(
      plan.replies, printer: outputs.folder ?? printer, hearsAll: plan.input.script != nil,
      isCounted: plan.end.countsMessages)
    replay = plan.input.replay.map { ReplayRun($0, to: outputs.payload) }
    trace = RunTrace(
      plan.output, url: "\(plan.connection.url)", outputs: outputs, printer: printer, clock: clock,
      others: replay.map { [$0.sink] } ?? [])
    link = ServerLink(plan, on: self.loop, clock: clock)
    conversation = Conversation(
      plan.end, limits: plan.staying.limits, reconnects: plan.staying.reconnects != nil,
      keepsCount: plan.input.messages.isEmpty && !plan.input.isScripted)
    if plan.output.watchesLines {
      replies.printer?.onDoubt = { [self] in note($0.sentence) }
    }
    link.onReport = { [self] in hear($0) }
    replies.onMessage = { [unowned self] in script?.received($0, at: now) }
    outputs.onRoom = { [self] in
      sendInput()
      connection?.resumeReading()
    }
    outputs.onLoss = { [self] in act(.outputLost($0)) }
  }

  /// The user wants an end.
  func interrupted(by signal: Int32) {
    let failure = Failure(status: ExitStatus.signal(signal), "ended by signal \(signal)")
    guard end.isOpen else { return end.tellNow(failure) }
    guard session != nil else {
      done(failure)
      return giveUpConnecting()
    }
    outputs.abandonFull()
    outputs.hurry()
    act(.interrupted(signal))
    // Neither a peer nor a reader keeps a run that the user wants to end.
    loop.scheduleTask(in: TimeAmount(link.configuration.timeouts.close)) { [self] in
      session?.abort()
      done(failure)
      outputs.abandon()
    }
  }

  /// The reader of standard output has gone.
  func outputIsGone() {
    // A one-shot may have something to send yet, and what it prints will tell it soon enough.
    if case .expect = plan.end, plan.input.script == nil { return }
    if session?.state == .open { act(.outputLost(.brokenPipe)) }
  }

  // MARK: Connecting

  /// Begins to connect.
  func connect() {
    trace.begin(link.number, at: now)
    wake()
    do {
      try link.connect { [self] outcome in
        switch outcome {
        case .success(let session): receive(from: session)
        case .failure(let trouble): failed(trouble)
        }
      }
    } catch {
      done(Failure(error))
    }
  }

  private func receive(from session: WebSocketSession) {
    let connection = RunConnection(
      session, of: self, plan, trace: trace, replies: replies, outputs: outputs)
    self.connection = connection
    session.deliver(to: connection)
  }

  /// The server asks for another request, or a file is not written.
  private func hear(_ report: RequestConnector.Report) {
    switch report {
    case .moved(let error, let url, let sentence): trace.moved(error, to: url, saying: sentence, at: now)
    case .trouble(let failure): complain(failure)
    }
  }

  /// Says what ends nothing.
  private func complain(_ failure: Failure) { outputs.notes.append(failure.text(columns: nil)) }

  private func failed(_ trouble: RequestConnector.Trouble) {
    if let error = trouble.error { trace.failed(error, at: now) }
    // What gave it up has its verdict already.
    if trouble.error?.reason == .cancelled { return act(.ended(.abandoned, unsent: false)) }
    let wait = trouble.error?.retryAfter(sinceEpoch: clock.startSinceEpoch + now)
    if trouble.error?.mayPass == true, reconnect(because: trouble.failure, after: wait) { return }
    done(trouble.failure)
  }

  /// Connects again after a while, unless there have been enough attempts.
  private func reconnect(because failure: Failure, after least: Duration? = nil) -> Bool {
    guard end.isOpen,
      let wait = link.reconnect(after: least, { [unowned self] in connect() })
    else { return false }
    connection = nil
    pump.restart(plan)
    trace.retries(after: failure, wait: wait, at: now)
    note("\(failure.sentence); connecting again in \(Formatting.duration(wait))")
    return true
  }

  private var session: WebSocketSession? { link.session }

  private func giveUpConnecting() {
    // Between two connections there is nothing to close.
    if link.giveUp() { act(.ended(.abandoned, unsent: false)) }
  }

  // MARK: Time and verdict

  private var now: Duration { session?.now ?? clock.now }

  func act(_ input: Conversation.Input) {
    switch conversation.handle(input, at: now) {
    case .close:
      close()
      outputs.flush()
    case .finish(let verdict): finish(verdict)
    case .reconnect(let verdict):
      let failure = words(verdict) ?? Failure(.lost, "\(link.place) closed the connection")
      if !reconnect(because: failure) { finish(verdict) }
    case nil: break
    }
    wake()
  }

  private func wake() { if let time = conversation.wakeAt { timer.wake(at: time, now: now) } }

  private func close() {
    guard let session else { return giveUpConnecting() }
    if let closing = plan.closing { session.shutDown(closing, afterInput: true) } else { session.abort() }
    connection?.limitAnswers()
  }

  private func finish(_ verdict: Verdict) {
    if conversation.broughtNothing(verdict) {
      let others = replies.passedOver
      note(
        others == 0
          ? "sent \(conversation.sent), received 0"
          : "sent \(conversation.sent), received \(others), none of which is a reply by --match")
    }
    let failure: Failure? =
      switch verdict {
      case .inputRefused(let beside): pump.failure?.beside(beside.flatMap(words))
      case .outputLost(.failed): outputs.failure
      case .interrupted: words(verdict)?.beside(pump.failure)
      default: words(verdict)
      }
    if let replay { done(replay.finish(verdict, failure)) } else { done(failure) }
  }

  private func words(_ verdict: Verdict) -> Failure? {
    Failure(
      verdict, place: link.place, isSecure: link.configuration.url.isSecure, detail: session?.streamError,
      sent: conversation.sent > 0 ? plan.input.kind : nil, passedOver: replies.passedOver)
  }

  /// Says something on standard error that is not a failure.
  private func note(_ sentence: String) {
    guard !plan.output.isQuiet else { return }
    let lines = LineFolder.fold([sentence], width: Descriptor.columns(STDERR_FILENO))
    outputs.notes.append(lines.map { $0 + "\n" }.joined())
    outputs.notes.flush()
  }

  private func done(_ failure: Failure?) {
    end.decide(failure) {
      timer.stop()
      link.stop()
      trace.ended(failure, at: now)
    }
  }

  // MARK: Input

  /// Sends what there is, if there is a connection.
  func sendInput() {
    if let session {
      pump.pump(session, for: self)
      holdWaits(session)
    }
    outputs.recording?.flush()
  }

  /// Time limits for replies are paused while what they answer has not left, and while nothing is read.
  func holdWaits(_ session: WebSocketSession) {
    let isHeld = session.hasUnsentMessages || session.pauseReasons.contains(.output)
    pump.hold(isHeld, at: now)
    script?.hold(isHeld || pump.holdsPrepared, at: now)
  }

  private func take(_ event: ScriptRun.Event) {
    do throws(Failure) {
      switch event {
      case .send(let item): try pump.give(item)
      case .finished: pump.endScript()
      case .failed(let failure): throw failure
      }
      sendInput()
    } catch {
      pump.refuse(error)
      act(.scriptFailed)
    }
  }

  /// There is nothing more to send.
  func inputEnded() {
    if conversation.sent == 0, !pump.hasSentCommand, plan.receivesOnlyWithoutInput, pump.failure == nil {
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

  // MARK: The connection

  /// Whether what comes now is more than the run wants.
  var hasAllMessages: Bool { conversation.hasAllMessages }

  /// Whether the run has not gone on to another connection, or to the wait for one.
  func isCurrent(_ one: RunConnection) -> Bool { one === connection }

  /// Something of the server has come.
  func heard() { link.heard() }

  /// A message of the server has come, a reply or not.
  func noteMessage() { link.noteMessage() }

  func opened(_ session: WebSocketSession, _ report: HandshakeReport) {
    if let failure = plan.requests.jar?.take(report.response, from: link.configuration.url) {
      complain(failure)
    }
    if let interval = plan.staying.pingInterval {
      link.keepAlive(session, every: interval, timeout: plan.staying.pingTimeout) { [unowned self] in
        act(.peerSilent($0))
      }
    }
    if !plan.output.views.showsWarnings, let warning = report.warning { note("wscope: \(warning)") }
    act(.opened)
    script?.opened(at: now)
  }

  /// Replies have come, this many of them.
  func replied(_ count: Int) {
    pump.replied()
    act(.messages(count))
  }

  func ended(_ session: WebSocketSession, _ ending: ConnectionEnd) {
    if let failure = script?.stop(), !conversation.isClosing, end.isOpen {
      if plan.staying.reconnects == nil {
        pump.refuse(failure)
        act(.scriptFailed)
      } else {
        note(failure.sentence)
      }
    }
    act(
      .ended(
        ending, unsent: pump.hasMore || session.hasUnsentMessages, isReset: session.streamError != nil,
        cutMessage: session.isInsideMessage))
  }

  /// All that was sent has left.
  func flushed() {
    guard pump.flushed() else { return }
    act(.flushed)
    sendInput()
  }
}

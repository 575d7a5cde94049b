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
  private let views: LiveView?
  private let payload: PayloadPrinter?
  private let input: InputReader?
  private var source: MessageSource
  private var conversation: Conversation
  private var session: Session?
  private let echo: EchoConsumer?
  private var inputFailure: Failure?
  private var hasEndedInput = false
  private var isPumping = false
  /// What was handed over left while more was; it counts when the pumping is over, if nothing waits then.
  private var hasFlushed = false
  private var isReported = false
  /// What is sent next, when there is no room for it yet.
  private var held: MessageSource.Item?
  /// The file whose message is begun and not complete.
  private var streaming: OutgoingFile?
  private var isFinished = false
  private var isPausedByOutput = false
  private var drainLimit: Duration?
  private var timer: Scheduled<Void>?
  private var timerAt: Duration?
  private let start = ContinuousClock.now
  /// One look at the clock serves all the frames of a batch.
  private var batchTime: Duration?

  init(_ plan: ClientPlan, outputs: RunOutputs, loop: any EventLoop, finish: @escaping (Failure?) -> Void) {
    self.plan = plan
    self.loop = loop.assumeIsolated()
    self.finish = finish
    output = outputs.payload
    viewOutput = outputs.views
    views =
      plan.views.isAnything
      ? LiveView(output: outputs.views, options: plan.views, role: .client, connection: 1) : nil
    payload =
      plan.printsPayload
      ? PayloadPrinter(output: output, framing: plan.framing, escapes: plan.escapesPayload) : nil
    input = plan.splitter == nil ? nil : InputReader(0, loop: loop)
    source = MessageSource(prepared: plan.messages, splitter: plan.splitter)
    conversation = Conversation(plan.end)
    echo = plan.echoes ? EchoConsumer() : nil
    for writer in [output, viewOutput] {
      writer.onRoom = { [self] in resumeReading() }
      writer.onLoss = { [self] number in
        act(.outputLost(number == SystemCode.brokenPipe ? .readerGone : .failed(number)))
      }
    }
  }

  /// The user wants an end.
  func interrupted(by signal: Int32) {
    let failure = Failure(status: ExitStatus.signal(signal), "ended by signal \(signal)")
    if isFinished { return report(failure) }
    if session == nil { return done(failure) }
    // Whoever does not take the output must not keep the program from ending.
    abandonFullOutputs()
    drainLimit = .seconds(1)
    act(.interrupted(signal))
  }

  /// The reader of standard output has gone.
  func outputIsGone() {
    // A one-shot may have something to send yet, and what it prints will tell it soon enough.
    if case .expect = plan.end { return }
    if session?.state == .open { act(.outputLost(.readerGone)) }
  }

  /// There is no connection.
  func failed(_ error: any Error) { done(Failure(error)) }

  // MARK: Time and verdict

  private var now: Duration { batchTime ?? ContinuousClock.now - start }

  private func act(_ input: Conversation.Input) {
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
    guard let session else { return }
    if session.missingPayload != nil {
      session.abort()
    } else if session.state == .open {
      try? session.close(.normal)
    } else if session.state == .opening || session.state == .refused {
      act(.ended(.lost(duringHandshake: true, unfinished: nil), unsent: false))
      session.abort()
    }
  }

  private func finish(_ verdict: Verdict) {
    let place = plan.place
    let isSecure = plan.connection.url.isSecure
    let detail = session?.streamError
    if case .done = verdict, let inputFailure { return done(inputFailure) }
    done(Failure(verdict, place: place, isSecure: isSecure, detail: detail))
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
    let code = [output, viewOutput].lazy.compactMap(\.lossCode).first { $0 != SystemCode.brokenPipe }
    return code.flatMap {
      Failure(.outputLost(.failed($0)), place: plan.place, isSecure: plan.connection.url.isSecure)
    }
  }

  // MARK: Input

  /// Sends as much input as there is room for; when that left at once, goes on after whatever else the loop has to do.
  private func pump() {
    guard let session, session.state == .open, !hasEndedInput, !isPumping else { return }
    isPumping = true
    let isWaiting = fill(session)
    session.flush()
    viewOutput.flush()
    isPumping = false
    if hasFlushed {
      hasFlushed = false
      if session.isFlushed { act(.flushed) }
    }
    // A view that left at once made its room while nobody could use it.
    if !isWaiting, session.isWritable, !viewOutput.isFull { loop.execute { [self] in pump() } }
  }

  /// Sends until there is no room or no input; true when something else has to happen first.
  private func fill(_ session: Session) -> Bool {
    let isAlone = batchTime == nil
    if isAlone { batchTime = now }
    defer { if isAlone { batchTime = nil } }
    do {
      var turns = Self.turns
      while !viewOutput.isFull {
        if let file = streaming, let missing = session.missingPayload {
          guard session.isWritable, turns > 0 else { return false }
          turns -= 1
          try session.sendMore(try file.block(at: file.length - missing))
          act(.handedOverMore)
          continue
        }
        let item = try held ?? source.next(wantsFrames ? 1 : Self.longestRun)
        held = nil
        switch item {
        case .message, .run:
          guard session.isWritable else {
            held = item
            return false
          }
          try send(item, session)
        case .wait:
          guard turns > 0 else { return false }
          turns -= 1
          if try !readInput() { return true }
        case .end:
          endInput()
          return true
        }
      }
      viewOutput.notePause()
      return false
    } catch {
      inputFailure = Failure(error)
      if session.missingPayload == nil { endInput() } else { breakOff(session) }
    }
    return true
  }

  /// How many blocks are read before the loop may do something else.
  private static let turns = 4
  /// The most messages that are sent in one go where nobody looks at them.
  private static let longestRun = 1024

  private func send(_ item: MessageSource.Item, _ session: Session) throws {
    switch item {
    case .message(let message): try send(message, session)
    case .run(let run): try send(run, session)
    case .wait, .end: break
    }
  }

  private func send(_ message: OutgoingMessage, _ session: Session) throws {
    switch message.content {
    case .bytes(let bytes): try session.send(message.kind, bytes)
    case .file(let file):
      try session.beginMessage(message.kind, length: file.length)
      streaming = file
    }
    act(.handedOver(1))
  }

  private func send(_ run: InputRun, _ session: Session) throws {
    let sent = try session.send(run.kind, run.pieces, of: run.block.span.bytes)
    if sent > 0 { act(.handedOver(sent)) }
    // The session has looked at the text, but knows no lines.
    if sent < run.pieces.count { try run.message(sent).check() }
  }

  /// A frame that cannot be completed leaves no room for a Close.
  private func breakOff(_ session: Session) {
    done(inputFailure)
    session.abort()
  }

  /// Whether there is more to cut into messages now.
  private func readInput() throws(Failure) -> Bool {
    guard let input else { return false }
    if input.isFile {
      try readFile(input)
      return true
    }
    let block = input.read { [self] result in
      do throws(Failure) {
        try take(result)
        pump()
      } catch {
        inputFailure = error
        endInput()
      }
    }
    guard let block else { return false }
    try take(block)
    return true
  }

  private func readFile(_ input: InputReader) throws(Failure) {
    var error: ReadError?
    source.append { error = input.readFile(into: &$0) }
    if let error { try take(.failure(error)) }
  }

  private func take(_ result: Result<ByteBuffer, ReadError>) throws(Failure) {
    switch result {
    case .success(let block): source.append { $0.append(contentsOf: block.readableBytesView) }
    case .failure(let error) where error.number == SystemCode.badDescriptor: source.append { _ in }
    case .failure(let error):
      throw Failure(.noInput, "standard input cannot be read: \(SystemError.words(error.number))")
    }
  }

  private func endInput() {
    guard !hasEndedInput else { return }
    hasEndedInput = true
    if conversation.sent == 0, plan.receivesOnlyWithoutInput, inputFailure == nil {
      conversation.receiveOnly()
    }
    session?.flush()
    act(.inputEnded)
  }

  private var hasUnsentInput: Bool {
    !hasEndedInput && (held != nil || source.holdsInput || input.map { !$0.isReading && $0.hasMore } ?? false)
  }

  /// Whether a message has not left, or left into a stream that the peer broke off.
  private func mayHaveLost(_ ending: Ending, _ session: Session) -> Bool {
    if session.hasUnsentMessages { return true }
    if case .lost = ending { return session.streamError != nil && conversation.sent > 0 }
    return false
  }

  // MARK: Output

  private func pauseReadingIfFull() {
    guard let session, !isPausedByOutput, output.isFull || viewOutput.isFull else { return }
    if drainLimit != nil { return abandonFullOutputs() }
    isPausedByOutput = true
    output.notePause()
    viewOutput.notePause()
    session.isReadingPaused = true
    act(.readingPaused)
  }

  private func abandonFullOutputs() {
    for writer in [output, viewOutput] where writer.isFull { writer.abandon() }
  }

  private func resumeReading() {
    pump()
    guard let session, isPausedByOutput, !output.isFull, !viewOutput.isFull else { return }
    isPausedByOutput = false
    act(.readingResumed)
    session.isReadingPaused = false
  }

  /// An echo reads no more than its answers leave.
  private func restEcho(_ session: Session) {
    if echo != nil {
      session.isReadingPaused = isPausedByOutput || !session.isWritable && session.state == .open
    }
  }
}

extension ClientRun: SessionConsumer {
  var wantsFrames: Bool { views != nil }

  func received(_ event: Event, bytes: RawSpan, in session: Session) {
    if wantsFrames { views?.received(event, bytes, session) }
    if batchTime == nil { batchTime = now }
    switch event {
    case .opened:
      act(.opened)
    case .messageBytes: payload?.print(event, bytes)
    case .messageEnd:
      payload?.print(event, bytes)
      act(.messages(1))
    case .ended(let ending): act(.ended(ending, unsent: hasUnsentInput || mayHaveLost(ending, session)))
    default: break
    }
    echo?.received(event, bytes: bytes, in: session)
  }

  func received(_ run: MessageRun, bytes: RawSpan, in session: Session) {
    // Where views stand among the payload, each stands at its message.
    guard echo == nil, views == nil || output !== viewOutput else {
      return run.forEachEvent(in: bytes) { received($0, bytes: $1, in: session) }
    }
    views?.received(run, bytes)
    payload?.print(run, bytes)
    if run.completed > 0 { act(.messages(run.completed)) }
  }

  func sent(_ event: Event, bytes: RawSpan, in session: Session) {
    views?.sent(event, bytes)
  }

  func batchEnded(in session: Session) {
    batchTime = nil
    if session.state == .open { act(.activity) }
    if session.state == .open, !hasEndedInput { pump() }
    output.flush()
    viewOutput.flush()
    pauseReadingIfFull()
    restEcho(session)
  }

  func writabilityChanged(in session: Session) {
    if session.isWritable { pump() }
    restEcho(session)
  }

  func progressed(in session: Session) { act(.progress) }

  func flushed(in session: Session) {
    if isPumping {
      hasFlushed = true
      return
    }
    act(.flushed)
    pump()
  }

  func failed(_ error: TransportError, in session: Session) { done(Failure(error)) }

  /// Takes the session over as soon as there is a connection.
  func attach(_ session: Session) { self.session = session }
}

import NIOCore
import SystemCalls
import WebSocketConversation
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// A listener from its address to its end: a signal, the loss of its reader, or with `--once` the end of its client.
///
/// It lives on the event loop; the run is over when `finish` is called, once.
final class ListenRun {
  let plan: ListenPlan
  private let clock: RunClock
  private let loop: NIOIsolatedEventLoop
  private let finish: (Failure?) -> Void
  private let outputs: RunOutputs
  private let trace: ListenTrace
  private let printer: PayloadPrinter?
  /// Where a person sits at the listener's side.
  private var prompt: ServerPrompt?
  private var listener: Listener?
  /// Every client whose connection is open.
  private var members: [ObjectIdentifier: ListenClient] = [:]
  /// What they hold of messages.
  let memory: HeldMemory
  private var input: ListenInput?
  private var isRestDue = false
  private var onlyClient: Int?
  private var stage = Stage.serving

  private enum Stage {
    case serving
    /// The clients are asked to go; the failure is what the run ends with.
    case ending(Failure?)
    case over
  }

  init(
    _ plan: ListenPlan, outputs: RunOutputs, clock: RunClock, loop: any EventLoop,
    finish: @escaping (Failure?) -> Void
  ) {
    self.plan = plan
    self.clock = clock
    memory = HeldMemory(limit: HeldMemory.limit(message: plan.server.limits.message ?? 0))
    self.loop = loop.assumeIsolated()
    self.finish = finish
    self.outputs = outputs
    outputs.record(as: .server, clock: clock)
    trace = ListenTrace(plan, outputs: outputs, clock: clock)
    printer =
      plan.printsPayload
      ? PayloadPrinter(
        output: outputs.payload, framing: .line, escapes: plan.escapesPayload, indents: plan.escapesPayload)
      : nil
    outputs.onRoom = { [self] in
      restAll()
      pumpInput()
    }
    memory.onFall = { [unowned self] in trimSoon() }
    outputs.onLoss = { [self] loss in
      // Without its standard error a listener goes on.
      guard outputs.payload.isLost || plan.viewPath != nil || outputs.recording?.failure != nil else {
        return
      }
      end(loss == .brokenPipe ? nil : outputs.failure)
    }
  }

  /// Gives a person the word; to be called before it listens.
  func use(_ settings: PromptSettings, _ signals: PromptSignals, on eventLoop: any EventLoop) {
    let prompt = ServerPrompt(settings, for: self, clock: clock, loop: eventLoop, signals: signals)
    trace.promptRecorder = { [unowned prompt] in prompt.prompt.recorder }
    self.prompt = prompt
  }

  // MARK: What happens to the listener

  func listening(_ result: Result<Listener, any Error>) {
    switch result {
    case .success(let listener):
      self.listener = listener
      let address = "listening on \(place(of: listener))\n"
      trace.listening(at: place(of: listener))
      if prompt != nil || outputs.notes === outputs.views {
        say(address + legend)
      } else {
        say(address)
        outputs.views.append(legend)
        outputs.flush()
      }
      if plan.readsInput { input = ListenInput(self, limit: plan.heldInput, loop: loop) }
      prompt?.showState()
      prompt?.prompt.start()
    case .failure(let error):
      let failure = Failure(error)
      trace.ended(failure)
      outputs.whenDrained { [self] in finish(failure) }
    }
  }

  func interrupted(by signal: Int32) {
    let interruption = Failure(status: ExitStatus.signal(signal), "ended by signal \(signal)")
    outputs.hurry()
    prompt?.prompt.dropBacklog()
    guard isEnding else { return end(interruption) }
    over(interruption)
  }

  /// The reader of standard output has gone.
  func outputIsGone() {
    if printer != nil || plan.events != nil && outputs.events === outputs.payload { end(nil) }
  }

  /// Arrows mean the role everywhere, so at a listener the one to the left is what we send.
  private var legend: String {
    let shows = prompt.map { $0.prompt.settings.views } ?? plan.views
    let hasArrows = ![.off, .spec].contains(shows.frames.show) || shows.handshake || shows.frames.pingPong
    return hasArrows ? "→ comes from a client, ← is sent to it\n" : ""
  }

  private func place(of listener: Listener) -> String {
    let scheme = plan.server.identity == nil ? "ws" : "wss"
    switch plan.server.address {
    case .tcp(let host, let port):
      let actual = Endpoint.tcp(host: host, port: listener.localAddress?.port ?? port)
      return "\(scheme)://\(actual)/"
    case .unix(let path): return "the unix socket \(Escaper.line(path)) (\(scheme))"
    }
  }

  /// Says goodbye to every client; the run is over when the last one is gone.
  func end(_ failure: Failure?) {
    guard !isEnding else { return }
    stage = .ending(failure)
    listener?.close()
    for session in sessions {
      session.pauseReasons = []
      session.shutDown(ClosePayload(code: .goingAway))
    }
    flush()
    endIfAlone()
  }

  private var isEnding: Bool { if case .serving = stage { false } else { true } }

  /// Hands on the lines of what has happened.
  func flush() {
    outputs.flush()
    prompt?.prompt.flush()
  }

  /// Drops the clients that have not closed yet.
  func giveUp() {
    var failure: Failure?
    if case .ending(let known) = stage { failure = known }
    if let place = sessions.first?.peerAddress {
      failure = failure ?? Failure(.abandoned, place: place, isSecure: true, detail: nil, peer: .client)
    }
    for session in sessions { session.abort() }
    trace.ended(failure)
    over(failure)
  }

  /// A unix socket's file goes with the channel, so that is awaited too.
  private func endIfAlone() {
    guard case .ending(let failure) = stage, members.isEmpty else { return }
    let closed = listener?.closeFuture ?? loop.nonisolated().makeSucceededVoidFuture()
    closed.assumeIsolated().whenComplete { [self] _ in
      trace.ended(failure)
      // The answer to the last client's Close leaves when this turn of the loop ends.
      loop.execute { [self] in outputs.whenDrained { [self] in over(failure) } }
    }
  }

  private func over(_ failure: Failure?) {
    if case .over = stage { return }
    stage = .over
    guard let prompt else { return finish(failure) }
    prompt.prompt.stop { [self] in finish(failure ?? prompt.prompt.outputFailure) }
  }

  /// Records what happens, at the prompt.
  func record(_ plan: RecordingPlan, _ descriptor: Int32) { prompt?.prompt.record(plan, descriptor) }

  /// Says something of the listener itself, in whole lines.
  func say(_ text: String) {
    if let prompt { return prompt.prompt.say(text) }
    outputs.notes.append(text)
    outputs.notes.flush()
  }

  // MARK: What happens to clients

  private var sessions: [WebSocketSession] { members.values.map(\.session) }

  /// The clients that are connected.
  var clients: [ListenClient] { members.values.filter { $0.session.state == .open } }

  /// Whether what one client does not take keeps the others waiting.
  var sendsToAll: Bool { plan.reply.isBroadcast || input != nil }

  func delegate(for session: WebSocketSession) -> any SessionDelegate {
    let client = ListenClient(
      session, run: self, mock: plan.reply.mock, loop: loop,
      trace: trace.client(session.number, hasPrompt: prompt != nil),
      promptConnection: prompt?.join(session))
    members[ObjectIdentifier(session)] = client
    return client
  }

  /// A client did not come to an open connection.
  func refused(_ error: AcceptError) {
    trace.client(0, hasPrompt: prompt != nil)?.failed(error, at: clock.now)
    prompt?.refused(error)
    flush()
    guard !isEnding, let words = words(of: error) else { return }
    let place = error.address.isEmpty ? "" : " from \(error.address)"
    tell("a client\(place) did not get in: \(words)")
  }

  /// Why, for the user; nil where there is nothing to report, or the views have said it.
  private func words(of error: AcceptError) -> String? {
    switch error.reason {
    // A health check leaves without a byte.
    case .transport(let cause) where cause.code == .tlsFailed && !error.hasSent && error.streamError == nil:
      return nil
    case .transport(let error):
      return Escaper.line(error.description) + (error.remedy.map { "; \($0.words)" } ?? "")
    case .handshake(.declined)
    where prompt != nil || plan.views.tellsStory && outputs.notes === outputs.views:
      return nil
    case .handshake(let ending):
      return RefusedClientMessage.words(ending, hasSent: error.hasSent, detail: error.streamError)
    // Only a client goes through a proxy.
    case .proxy, .cancelled: return nil
    }
  }

  func opened(_ client: ListenClient, _ report: HandshakeReport) {
    let session = client.session
    if prompt == nil, !plan.views.showsWarnings, let warning = report.warning {
      tell(
        "client \(session.number)\(session.peerAddress.isEmpty ? "" : " from \(session.peerAddress)"): \(warning)"
      )
    }
    for greeting in plan.greetings { client.send(.text, Array(greeting.utf8)) }
    client.mock?.opened()
    input?.pumpSoon()
    guard plan.isOnce, onlyClient == nil else { return }
    onlyClient = session.number
    listener?.close()
  }

  func received(_ kind: MessageKind, _ message: [UInt8], from client: ListenClient) {
    prompt?.received(kind, message, from: client.session.number)
    switch plan.reply {
    case .echo: client.send(kind, message)
    case .replay: client.mock?.received(kind, message)
    case .broadcast:
      guard client.session.state == .open else { return }
      for other in members.values where other !== client { other.send(kind, message) }
    case .print:
      printer?.print(.messageBytes(kind), message.span.bytes)
      printer?.print(.messageEnd(kind, length: UInt64(message.count)), RawSpan())
    }
  }

  func batchEnded(in session: WebSocketSession) {
    flush()
    if plan.reply.isBroadcast { for other in sessions where other !== session { other.flush() } }
    rest(session)
  }

  /// A client is not read while there is no room for what would come of it; one that is slow among others stops all.
  func rest(_ session: WebSocketSession) {
    if plan.reply.isBroadcast { return restAll() }
    rest(session, isFull: !waitForRoom())
  }

  func restAll() {
    let isFull = !waitForRoom() || plan.reply.isBroadcast && clients.contains { !$0.session.isWritable }
    for session in sessions { rest(session, isFull: isFull) }
  }

  /// Does so once for all the clients that end in one turn of the loop.
  private func restSoon() {
    guard !isRestDue, !isEnding else { return }
    isRestDue = true
    loop.execute { [self] in
      isRestDue = false
      if !isEnding { restAll() }
    }
  }

  /// Sends what there is of standard input, if there is room.
  func pumpInput() {
    input?.pump()
    outputs.recording?.flush()
  }

  /// Hands memory back to the system when much of it has not been used for a second: the C library would keep it.
  private func trimSoon() {
    loop.scheduleTask(in: .seconds(1)) { [self] in
      if memory.hasFallen() { Allocator.trim() }
    }
  }

  private func rest(_ session: WebSocketSession, isFull: Bool) {
    guard session.state == .open else {
      session.pauseReasons = []
      return
    }
    let isSlow = plan.reply.isAnswer && !session.isWritable
    session.pauseReasons = (isFull ? PauseReasons.output : []).union(isSlow ? .slowPeer : [])
  }

  /// Whether the outputs have room; where they have not, `restAll` and `pumpInput` are called when they have.
  func waitForRoom() -> Bool {
    let isFull = prompt?.prompt.isFull == true || outputs.isFull
    guard isFull else { return true }
    outputs.notePause()
    prompt?.prompt.notePause()
    return false
  }

  /// A client that takes nothing must not keep the others waiting, nor what it is sent in memory.
  func stalled(_ session: WebSocketSession, after limit: TimeAmount) {
    let place = session.peerAddress.isEmpty ? "" : " from \(session.peerAddress)"
    tell(
      "client \(session.number)\(place) has taken nothing for \(limit.nanoseconds / 1_000_000_000) s, so it is closed"
        + " with 1008")
    try? session.close(.policyViolation, reason: "reads too slowly")
    restAll()
  }

  func ended(_ client: ListenClient, _ ending: ConnectionEnd) {
    let session = client.session
    members[ObjectIdentifier(session)] = nil
    if session.number == onlyClient { end(verdict(ending, session)) }
    restSoon()
    input?.pumpSoon()
    endIfAlone()
  }

  /// Says something that strangers cause, unless the output is too slow.
  func tell(_ sentence: String) {
    guard prompt.map({ !$0.prompt.isFull }) ?? !outputs.notes.isFull else { return }
    if let prompt { return prompt.prompt.tell(sentence) }
    say(LineFolder.fold([sentence], width: Descriptor.columns(STDERR_FILENO)).map { $0 + "\n" }.joined())
  }

  /// nil when the client's closing was in order.
  private func verdict(_ ending: ConnectionEnd, _ session: WebSocketSession) -> Failure? {
    if ending.isOrderly(for: .server) { return nil }
    let place = session.peerAddress.isEmpty ? "the client" : session.peerAddress
    return Failure(
      ending, place: place, isSecure: true, detail: session.streamError, peer: .client)
  }
}

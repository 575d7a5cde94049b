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
  /// nil where the listener has no prompt.
  private var prompt: ServerPrompt?
  private var listener: Listener?
  let clients: ListenClients
  private var input: ListenInput?
  private var stage = Stage.serving

  private enum Stage {
    case serving
    /// The client of this number is the only one, with `--once`.
    case servingOne(Int)
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
    self.loop = loop.assumeIsolated()
    clients = ListenClients(
      reply: plan.reply, messageLimit: plan.server.limits.message ?? 0, loop: loop.assumeIsolated())
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
      clients.applyBackpressure()
      pumpInput()
    }
    clients.hasRoom = { [unowned self] in waitForRoom() }
    outputs.onLoss = { [self] loss in
      // Without its standard error a listener goes on.
      guard outputs.payload.isLost || plan.viewPath != nil || outputs.recording?.failure != nil else {
        return
      }
      end(loss == .brokenPipe ? nil : outputs.failure)
    }
  }

  /// Sets up its prompt; to be called before it listens.
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

  /// Closes every connection; the run is over when the last one has ended.
  func end(_ failure: Failure?) {
    guard !isEnding else { return }
    stage = .ending(failure)
    listener?.close()
    clients.shutDown()
    flush()
    endIfAlone()
  }

  private var isEnding: Bool {
    switch stage {
    case .serving, .servingOne: false
    case .ending, .over: true
    }
  }

  /// Hands on the lines of what has happened.
  func flush() {
    outputs.flush()
    prompt?.prompt.flush()
  }

  /// Drops the clients that have not closed yet.
  func giveUp() {
    var failure: Failure?
    if case .ending(let known) = stage { failure = known }
    if let place = clients.anyAddress {
      failure = failure ?? Failure(.abandoned, place: place, isSecure: true, detail: nil, peer: .client)
    }
    clients.abort()
    trace.ended(failure)
    over(failure)
  }

  /// A unix socket's file goes with the channel, so that is awaited too.
  private func endIfAlone() {
    guard case .ending(let failure) = stage, clients.isEmpty else { return }
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

  /// Whether what one client does not take keeps the others waiting.
  var sendsToAll: Bool { plan.reply.isBroadcast || input != nil }

  func delegate(for session: WebSocketSession) -> any SessionDelegate {
    let client = ListenClient(
      session, run: self, mock: plan.reply.mock, loop: loop,
      trace: trace.client(session.number, hasPrompt: prompt != nil),
      promptConnection: prompt?.join(session))
    clients.add(client)
    return client
  }

  /// A client did not come to an open connection.
  func refused(_ error: AcceptError) {
    trace.client(0, hasPrompt: prompt != nil)?.failed(error, at: clock.now)
    prompt?.refused(error)
    flush()
    let isShown = prompt != nil || plan.views.tellsStory && outputs.notes === outputs.views
    guard !isEnding, let words = RefusedClientMessage.words(error, isShown: isShown) else { return }
    let place = error.address.isEmpty ? "" : " from \(error.address)"
    tell("a client\(place) did not get in: \(words)")
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
    guard plan.isOnce, case .serving = stage else { return }
    stage = .servingOne(session.number)
    listener?.close()
  }

  func received(_ kind: MessageKind, _ message: [UInt8], from client: ListenClient) {
    prompt?.received(kind, message, from: client.session.number)
    switch plan.reply {
    case .echo: client.send(kind, message)
    case .replay: client.mock?.received(kind, message)
    case .broadcast: clients.broadcast(kind, message, from: client)
    case .print:
      printer?.print(.messageBytes(kind), message.span.bytes)
      printer?.print(.messageEnd(kind, length: UInt64(message.count)), RawSpan())
    }
  }

  func batchEnded(in session: WebSocketSession) {
    flush()
    if plan.reply.isBroadcast { clients.flush(except: session) }
    clients.applyBackpressure(to: session)
  }

  /// Sends what there is of standard input, if there is room.
  func pumpInput() {
    input?.pump()
    outputs.recording?.flush()
  }

  /// Whether the outputs have room; where they have not, backpressure is applied again and `pumpInput` is called when they have.
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
    clients.applyBackpressure()
  }

  func ended(_ client: ListenClient, _ ending: ConnectionEnd) {
    let session = client.session
    clients.remove(client)
    if case .servingOne(session.number) = stage { end(verdict(ending, session)) }
    clients.applyBackpressureSoon()
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

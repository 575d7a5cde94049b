import NIOCore
import SystemCalls
import WebSocketConversation
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// The prompt of a client: one connection at a time, and what ended the last one.
final class ClientPrompt {
  let plan: ClientPlan
  private var destination: PromptDestination
  private let loop: any EventLoop
  private let finish: (Failure?) -> Void
  private let settings: PromptSettings
  private let signals: PromptSignals
  private let clock: RunClock
  private(set) lazy var prompt = Prompt(settings, for: self, clock: clock, loop: loop, signals: signals)
  private lazy var reconnection = plan.staying.reconnects.map {
    Reconnection($0, on: loop.assumeIsolated())
  }
  private lazy var script = PromptScript(
    plan.input.script, kind: settings.kind, spelling: settings.spelling, prompt: prompt, clock: clock,
    loop: loop)
  private var machine = ClientPromptStateMachine()
  private var succession = ConnectionSuccession()
  /// What the exit status says when the user leaves.
  private var outcome: Failure?
  private var isOver = false

  init(
    _ plan: ClientPlan, _ settings: PromptSettings, clock: RunClock, loop: any EventLoop,
    signals: PromptSignals, finish: @escaping (Failure?) -> Void
  ) {
    self.plan = plan
    self.settings = settings
    self.clock = clock
    self.loop = loop
    self.signals = signals
    self.finish = finish
    destination = PromptDestination(plan.requests, plan.connection)
  }

  /// Shows the prompt, below words of welcome, and connects.
  func start(saying welcome: String...) {
    for sentence in welcome { prompt.tell(sentence) }
    prompt.start()
    handle(.connect)
  }

  private func handle(_ input: ClientPromptStateMachine.Input) {
    switch machine.handle(input) {
    case .connect: connect()
    case .wait: prompt.show(state: "waiting")
    case .close: close()
    case .abort: current?.session?.abort()
    case .rest: rest()
    case .finish: end()
    case nil: break
    }
  }

  private func connect() {
    _ = reconnection?.cancel()
    let number = succession.takeNumber()
    if destination.begin() {
      prompt.use(history: HistoryPath.name(of: destination.configuration.url))
      prompt.flush()
    }
    let one = PromptConnection(
      number: number, role: .client, requestedURL: "\(destination.configuration.url)", view: prompt.view(),
      payload: prompt.printer(), target: self)
    succession.replace(by: one)?.cancel()
    prompt.show(state: "connecting")
    do {
      one.connect(
        try RequestConnector(
          destination.requests, to: destination.configuration.url, on: loop, number: number, clock: clock),
        clock: clock)
    } catch {
      failed(one, error)
    }
  }

  /// A signal asks for the end of the program.
  func interrupted(by signal: Int32) {
    outcome = Failure(status: ExitStatus.signal(signal), "ended by signal \(signal)")
    beginLeaving()
  }

  /// Leaving wins over a connection that was asked for, and over what has not been shown yet.
  private func beginLeaving() {
    prompt.dropBacklog()
    pace()
    handle(.leave)
  }

  private var current: PromptConnection? { succession.current }

  private var place: String {
    let url = current?.opening.url ?? destination.configuration.url
    return "\(url.bracketedHost):\(url.port)"
  }

  private func close() {
    guard let current, let session = current.session else { return }
    // A frame that was begun leaves no room for a Close.
    if session.remainingPayload != nil { return session.abort() }
    do { try current.close(nil) } catch { session.abort() }
  }

  private func end() {
    guard !isOver else { return }
    isOver = true
    succession.end()?.cancel()
    _ = reconnection?.cancel()
    prompt.stop { [self] in finish(outcome ?? prompt.outputFailure) }
  }

  /// There is no connection, and the user stays.
  private func rest() {
    prompt.show(state: "closed")
    prompt.tell("/reconnect connects again, /quit leaves")
    prompt.takeTyped()
  }

  /// What is on its way is given up; before the first connection that is the end of the program, as Ctrl-C is.
  private func giveUp() {
    guard machine.hasOpened else { return leave() }
    if reconnection?.cancel() == true { return handle(.giveUp) }
    destination.forgetChoice()
    let abandoned = machine.link == .connecting ? current : nil
    if abandoned != nil { succession.goBack() }
    abandoned?.cancel()
    handle(.giveUp)
  }

  /// Connects to another URL; what was meant for one place is not shown to another.
  private func connect(to text: String) throws {
    if try destination.choose(text) {
      prompt.tell(
        "another scheme, host or port: the header fields, tokens and the certificate of the command line are not shown to it"
      )
    }
    handle(.connect)
  }

  /// Shows a failure that the status tells of when the user leaves.
  private func tell(_ failure: Failure) {
    prompt.complain(failure)
    outcome = failure.told
  }

  /// What a status must tell of an ending: nothing when the connection was closed well.
  private func failure(_ ending: ConnectionEnd, _ one: PromptConnection) -> Failure? {
    if let verdict = one.watch?.verdict {
      return Failure(verdict, place: place, isSecure: destination.configuration.url.isSecure)
    }
    let failure = Failure(
      ending, place: place, isSecure: destination.configuration.url.isSecure,
      detail: one.session?.streamError,
      sent: one.sentKind)
    let isOurDoing = one.hasClosed && ending == .lost(duringHandshake: false, unfinished: nil)
    if isOurDoing || ending.isOrderly(for: .client) { return nil }
    // The frame has shown the reason.
    guard case .closed(let body, by: .server) = ending, !body.reason.isEmpty, !prompt.printsMessages else {
      return failure
    }
    return Failure(
      status: failure.status, "\(place) closed the connection with \(body.code?.description ?? "no code")",
      hint: failure.hint)
  }
}

extension ClientPrompt: PromptTarget {
  var remedy: String { "/reconnect or /connect URL opens one" }

  var connections: [PromptConnection] { current.map { [$0] } ?? [] }

  var handshakes: [PromptConnection] { connections }

  func caption(of one: PromptConnection) -> String? {
    one.number == succession.count
      ? nil : "of the connection before, to \(Escaper.line(SecretFilter.url(one.opening.requestedURL))):"
  }

  var allConnections: [PromptConnection] { connections }

  func targets() throws -> [PromptConnection] { connections }

  func run(_ command: PromptCommand) throws -> Bool {
    switch command {
    case .connect(let text): try connect(to: text)
    case .reconnect:
      destination.chooseAgain()
      handle(.connect)
    case .close where machine.isConnecting: giveUp()
    case .script(let verb, let text): try script.take(verb, text)
    case .message(nil, let bytes): return try script.delays(bytes)
    default: return false
    }
    return true
  }

  var memory: HeldMemory? { nil }

  var isConnecting: Bool { machine.isConnecting }

  var isReplacing: Bool { machine.isReplacing }

  private var isConnectingFirst: Bool {
    machine.isConnecting && !machine.hasOpened && !machine.isLeaving
  }

  func leave() {
    if isConnectingFirst {
      outcome = Failure(.unreachable, "\(place): left before the connection was open")
    }
    beginLeaving()
  }

  func interrupt() {
    if script.giveUpWaiting() { return }
    if isConnectingFirst { interrupted(by: SIGINT) } else { leave() }
  }

  func pace() {
    let isFull = prompt.isFull
    script.hold(isFull)
    if isFull { prompt.notePause() }
    current?.session?.pauseReasons = isFull ? .output : []
  }

  func opened(_ one: PromptConnection) {
    guard one === current else { return }
    let url = one.opening.url ?? destination.configuration.url
    if let failure = plan.requests.jar?.take(one.opening.report?.response, from: url) {
      prompt.complain(failure)
    }
    outcome = nil
    handle(.opened)
    if let interval = plan.staying.pingInterval {
      one.watch?.keepAlive(every: interval, timeout: plan.staying.pingTimeout)
    }
    prompt.show(state: "")
    // The connection must know of it before anything is sent.
    loop.execute { [bound = NIOLoopBound(self, eventLoop: loop)] in
      bound.value.script.opened()
      bound.value.prompt.takeTyped()
    }
  }

  func heard(_ event: WebSocketEvent, _ bytes: RawSpan, of one: PromptConnection) {
    if one === current { script.hear(event, bytes) }
  }

  func changed(_ one: PromptConnection) {
    guard one === current, one.state != .open, one.state != .ended else { return }
    prompt.show(state: "closing")
    handle(.closing)
  }

  func ended(_ one: PromptConnection, _ ending: ConnectionEnd) {
    guard one === current else { return }
    script.ended()
    if outcome == nil || !machine.isLeaving { outcome = failure(ending, one) }
    if let outcome, machine.hasOpened, !machine.isLeaving { tell(outcome) }
    if one.hasMessage { reconnection?.reset() }
    handle(!one.hasClosed && willRetry() ? .retry : .ended)
  }

  /// Whether another connection is made after a while.
  private func willRetry(after least: Duration? = nil) -> Bool {
    guard !machine.isLeaving, !machine.isReplacing,
      let wait = reconnection?.schedule(after: least, { [unowned self] in connect() })
    else { return false }
    prompt.tell("connecting again in \(Formatting.duration(wait))")
    return true
  }

  func failed(_ one: PromptConnection, _ error: any Error) {
    guard one === current else { return }
    let trouble = error as? RequestConnector.Trouble
    let failure = trouble?.failure ?? Failure(error)
    if !machine.isLeaving { outcome = failure }
    let wait = trouble?.error?.retryAfter(sinceEpoch: clock.startSinceEpoch + clock.now)
    let isRetried = trouble?.error?.mayPass == true && willRetry(after: wait)
    if machine.hasOpened || isRetried, !machine.isLeaving { tell(failure) }
    if !one.hasSomething { succession.goBack() }
    handle(isRetried ? .retry : .ended)
  }
}

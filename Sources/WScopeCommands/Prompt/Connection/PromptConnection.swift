import WebSocketCapture
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// One connection as the prompt knows it: shows what passes, and keeps what may be asked for later.
final class PromptConnection {
  /// From 1, in the order in which they began; at a listener in that in which they opened, and 0 for one that did not.
  let number: Int
  let role: WebSocketRole
  let view: LiveView
  private var link = Link.none
  private(set) var opening: OpeningFacts
  private let trace: SessionTrace
  private var recorded: (any RecordedConnection)?
  /// Whether we began the closing handshake.
  private(set) var hasClosed = false
  private unowned let target: any PromptTarget
  /// Prints messages where the frames do not show them; nil where another printer does.
  private let payload: PayloadPrinter?
  private var outbox: PromptOutbox
  /// nil at a listener, whose `ListenClient` does the same for a client.
  private(set) var watch: ServerWatch?
  /// Whether a message came.
  private(set) var hasMessage = false

  private enum Link {
    case none
    case connecting(RequestConnector)
    /// The session stays when it has ended.
    case opened(WebSocketSession)
    case failed
  }

  init(
    number: Int, role: WebSocketRole, requestedURL: String, view: LiveView, payload: PayloadPrinter?,
    target: any PromptTarget
  ) {
    self.number = number
    self.role = role
    self.view = view
    self.payload = payload
    self.target = target
    opening = OpeningFacts(requestedURL: requestedURL)
    outbox = PromptOutbox(limit: target.prompt.limit, memory: target.memory)
    trace = SessionTrace(
      connection: number, url: requestedURL, peer: role == .client ? .server : .client,
      sinks: [target.prompt.history, view],
      payloadLimit: role == .client ? FrameHistory.byteLimit : SessionTrace.payloadLimit,
      takesMore: true)
    record(target.prompt.recorder)
  }

  /// Has what passes from now on recorded by this one, and by none that did before; nil for none.
  func record(_ recorder: (any Recorder)?) {
    if let recorded { trace.remove(recorded) }
    recorded = recorder?.connection(number)
    if let recorded { trace.add(recorded) }
  }

  /// Takes the session, which is open.
  func attach(_ session: WebSocketSession) {
    link = .opened(session)
    guard role == .client else { return }
    watch = ServerWatch(session) { [unowned self] in target.changed(self) }
  }

  /// nil while it is not open; it stays when it has ended.
  var session: WebSocketSession? { if case .opened(let session) = link { session } else { nil } }

  /// Takes the failure of the opening.
  func fail(_ error: any OpeningError, at time: Duration) {
    link = .failed
    note(error, at: time)
    target.failed(self, error)
  }

  // MARK: Connecting

  /// Begins to connect.
  func connect(_ connector: RequestConnector, clock: RunClock) {
    link = .connecting(connector)
    connector.onReport = { [self] in hear($0, at: clock.now) }
    connector.connect { [self] outcome in
      opening.url = connector.chain.configuration.url
      switch outcome {
      case .success(let session):
        attach(session)
        session.deliver(to: self)
      case .failure(let trouble):
        link = .failed
        if let error = trouble.error { note(error, at: clock.now) }
        target.failed(self, trouble)
      }
    }
  }

  /// The server asks for another request, or a file is not written.
  private func hear(_ report: RequestConnector.Report, at time: Duration) {
    switch report {
    case .moved(let error, let url, let sentence):
      note(error, at: time)
      trace.move(to: "\(url)")
      target.prompt.tell(sentence)
    case .trouble(let failure): target.prompt.complain(failure)
    }
  }

  private func note(_ error: any OpeningError, at time: Duration) {
    opening.failed(error)
    trace.failed(error, at: time)
    guard view.options.handshake, let error = error as? ConnectError else { return }
    for line in ConnectSteps.lines(error, at: time) { target.prompt.tell(line) }
  }

  /// Gives up a connect that is under way.
  func cancel() { if case .connecting(let connector) = link { connector.cancel() } }

  /// Whether there is something that can be asked for: a connection, or an answer that refused one.
  var hasSomething: Bool { session != nil || opening.hasHandshake }

  var state: ConnectionState {
    switch link {
    case .none, .connecting: .opening
    case .opened(let session): session.state
    case .failed: .ended
    }
  }

  /// What was counted, in whole lines.
  var counts: String { StatisticsView.render(trace.statistics, role: role) }

  /// Text if any was sent, else binary; nil where no message was.
  var sentKind: MessageKind? {
    let opcodes = trace.statistics[role].frameCounts.map(\.opcode)
    return opcodes.contains(.text) ? .text : opcodes.contains(.binary) ? .binary : nil
  }

  /// How long the server took to answer the opening handshake.
  var upgradeTime: Duration? { session?.phases.last { $0.name == .upgrade }?.duration }

  // MARK: Sending

  /// Sends with `body`, unless the connection is not open, or the peer has long stopped reading.
  func send(_ count: Int, _ body: (WebSocketSession) throws -> Void) throws {
    guard let session, state == .open else {
      let word = Self.word(for: state)
      throw Failure(
        .usage, "the connection is \(word), so nothing was sent", hint: word == "closed" ? target.remedy : nil
      )
    }
    try outbox.take(count, for: number)
    view.isTyped = target.prompt.isTyping
    defer { view.isTyped = false }
    do { try body(session) } catch {
      outbox.give(count)
      throw error
    }
    session.flush()
    watch?.sent()
  }

  /// Sends a file of any size as one message, as fast as the peer takes it.
  func send(_ file: OutgoingFile, _ kind: MessageKind) throws {
    try send(0) { try $0.beginMessage(kind, length: file.length) }
    outbox.file = file
    pump()
  }

  /// Sends the next block; when it has left, `flushed` comes back here.
  private func pump() {
    guard let session, let file = outbox.file else { return }
    do {
      if session.isWritable { try file.sendBlock(on: session) }
      if session.remainingPayload == nil { outbox.file = nil }
      session.flush()
      // Nothing else may happen that would show the frame.
      target.prompt.flush()
    } catch {
      // A frame that cannot be completed leaves no room for a Close.
      outbox.file = nil
      target.prompt.complain(error)
      session.abort()
    }
  }

  /// Begins the closing handshake.
  func close(_ body: ClosePayload?) throws {
    try send(0) { session in
      try session.close(body.map { $0.code } ?? .normalClosure, reason: body?.reason ?? "")
      hasClosed = true
    }
    target.changed(self)
  }

  /// The connection's state in the words of the prompt.
  static func word(for state: ConnectionState) -> String {
    switch state {
    case .opening, .refused: "connecting"
    case .open: "open"
    case .closeSent: "closing"
    case .closed, .failed, .ended: "closed"
    }
  }
}

extension PromptConnection: SessionDelegate {
  var interests: EventInterests { .frames }

  func handle(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan,
    in session: WebSocketSession
  ) {
    if case .ended = event {
      payload?.breakOff()
      watch?.stop()
      outbox.clear()
    }
    if case .opened(let report) = event { opening.opened(report, session.tls) }
    trace.handle(event, from: sender, at: time, bytes: bytes, in: session)
    guard sender != role else { return }
    watch?.heard()
    if case .messageEnd = event { hasMessage = true }
    switch event {
    case .opened: target.opened(self)
    case .messageBytes, .messageEnd:
      if target.prompt.printsMessages { payload?.print(event, bytes) }
      target.heard(event, bytes, of: self)
    case .close: target.changed(self)
    case .ended(let ending): target.ended(self, ending)
    default: break
    }
  }

  func batchEnded(in session: WebSocketSession) {
    // A violation of the peer's ends the conversation as a Close does.
    if session.state == .failed { target.changed(self) }
    watch?.sent()
    target.prompt.flush()
    target.pace()
  }

  func writabilityChanged(in session: WebSocketSession) { pump() }

  func progressed(in session: WebSocketSession) { watch?.progressed() }

  func flushed(in session: WebSocketSession) {
    watch?.flushed()
    outbox.clear()
    pump()
  }
}

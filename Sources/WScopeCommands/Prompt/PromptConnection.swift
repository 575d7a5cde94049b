import NIOCore
import WebSocketCapture
import WebSocketConversation
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// One connection as the prompt knows it: shows what passes, and keeps what may be asked for later.
final class PromptConnection {
  /// From 1, in the order in which they began; at a listener in that in which they opened, and 0 for one that did not.
  let number: Int
  let role: WebSocketRole
  let view: LiveView
  private(set) var session: WebSocketSession?
  private var connector: RequestConnector?
  /// What was connected to in the end, which a redirect can have named; nil at a listener.
  private(set) var url: WebSocketURL?
  private(set) var report: HandshakeReport?
  private(set) var tls: TLSReport?
  private let trace: SessionTrace
  private var recorded: (any RecordedConnection)?
  /// Whether we began the closing handshake.
  private(set) var hasClosed = false
  private var hasFailed = false
  private unowned let target: any PromptTarget
  /// Prints messages where the frames do not show them; nil where someone else does.
  private let payload: PayloadPrinter?
  /// The file whose message is begun and not complete.
  private var streaming: OutgoingFile?
  /// Bytes that were handed over since all had left the last time.
  private var waiting = 0
  /// Why we gave the server up: it took nothing of what waited for it, or answered no Ping.
  private(set) var verdict: Verdict?
  /// Whether a message came.
  private(set) var hasMessage = false
  private var keepalive: Keepalive?
  /// Minds whether the server takes what it is sent; a listener's client is minded by `ListenClient`.
  private lazy var stall = StallWatch(
    limit: { .seconds(Conversation.stallLimit.components.seconds) }, onStall: { [unowned self] _ in giveUp() }
  )

  init(number: Int, role: WebSocketRole, view: LiveView, payload: PayloadPrinter?, target: any PromptTarget) {
    self.number = number
    self.role = role
    self.view = view
    self.payload = payload
    self.target = target
    trace = SessionTrace(
      connection: number, url: view.options.url, peer: role == .client ? .server : .client,
      sinks: [target.prompt.history, view],
      payloadLimit: role == .client ? FrameHistory.byteLimit : SessionTrace.payloadLimit,
      takesMore: true)
    record(target.prompt.recording?.recorder)
  }

  /// Has what passes from now on recorded by this one, and by none that did before; nil for none.
  func record(_ recorder: (any Recorder)?) {
    if let recorded { trace.remove(recorded) }
    recorded = recorder?.connection(number)
    if let recorded { trace.add(recorded) }
  }

  /// Takes the session, which is open.
  func attach(_ session: WebSocketSession) { self.session = session }

  /// Takes the failure of the opening.
  func fail(_ error: any OpeningError, at time: Duration) {
    hasFailed = true
    note(error, at: time)
    target.failed(self, error)
  }

  // MARK: Connecting

  /// Begins to connect.
  func connect(_ connector: RequestConnector, clock: RunClock) {
    self.connector = connector
    connector.onReport = { [self] in hear($0, at: clock.now) }
    connector.connect { [self] outcome in
      self.connector = nil
      url = connector.chain.configuration.url
      switch outcome {
      case .success(let session):
        attach(session)
        session.deliver(to: self)
      case .failure(let trouble):
        hasFailed = true
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
    report = error.handshake
    tls = error.tls
    trace.failed(error, at: time)
    guard view.options.handshake, let error = error as? ConnectError else { return }
    for line in ConnectSteps.lines(error, at: time) { target.prompt.tell(line) }
  }

  /// Gives up a connect that is under way.
  func cancel() { connector?.cancel() }

  /// Whether there is something that can be asked for: a connection, or an answer that refused one.
  var hasSomething: Bool { session != nil || report != nil || tls != nil }

  var state: ConnectionState { hasFailed ? .ended : session?.state ?? .opening }

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
    guard waiting == 0 || waiting + count <= target.prompt.limit else {
      throw Failure(
        .deadline,
        "the peer has not read \(Formatting.bytes(UInt64(waiting))) that were sent before; nothing was sent")
    }
    guard target.memory?.take(count) != false else {
      throw Failure(
        .deadline, "the clients hold too much already that they have not read; nothing was sent to \(number)")
    }
    waiting += count
    do { try body(session) } catch {
      giveWaiting(count)
      throw error
    }
    session.flush()
    watchStall(session)
  }

  private func watchStall(_ session: WebSocketSession) {
    if role == .client { stall.batchEnded(in: session) }
  }

  /// Closes the connection to a server that reads nothing.
  private func giveUp() {
    guard let session else { return }
    // A server may wait for us to read, and that we do not is our terminal's doing.
    guard !session.pauseReasons.contains(.output) else { return watchStall(session) }
    verdict = .stalled
    guard session.remainingPayload == nil else { return session.abort() }
    try? session.close(.normalClosure)
    target.changed(self)
  }

  /// Sends a Ping whenever nothing has come for a while, and gives up a server that does not answer.
  func keepAlive(every interval: Duration, timeout: Duration) {
    guard let session else { return }
    keepalive = Keepalive(of: session, interval: interval, timeout: timeout) { [unowned self] in
      verdict = .noPong(within: $0)
      session.abort()
    }
  }

  private func giveWaiting(_ count: Int) {
    let given = min(count, waiting)
    waiting -= given
    target.memory?.give(given)
  }

  /// Sends a file of any size as one message, as fast as the peer takes it.
  func send(_ file: OutgoingFile, _ kind: MessageKind) throws {
    try send(0) { try $0.beginMessage(kind, length: file.length) }
    streaming = file
    pump()
  }

  /// Sends the next block; when it has left, `flushed` comes back here.
  private func pump() {
    guard let session, let file = streaming else { return }
    do {
      if session.isWritable { try file.sendBlock(on: session) }
      if session.remainingPayload == nil { streaming = nil }
      session.flush()
      // Nothing else may happen that would show the frame.
      target.prompt.flush()
    } catch {
      // A frame that cannot be completed leaves no room for a Close.
      streaming = nil
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
      stall.stop()
      keepalive?.stop()
      giveWaiting(waiting)
    }
    if case .opened(let report) = event { (self.report, tls) = (report, session.tls) }
    trace.handle(event, from: sender, at: time, bytes: bytes, in: session)
    guard sender != role else { return }
    keepalive?.heard()
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
    watchStall(session)
    target.prompt.flush()
    target.pace()
  }

  func writabilityChanged(in session: WebSocketSession) { pump() }

  func progressed(in session: WebSocketSession) { stall.progressed() }

  func flushed(in session: WebSocketSession) {
    stall.stop()
    giveWaiting(waiting)
    pump()
  }
}

import NIOCore
import WebSocketConversation
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// A listener from its address to its end: a signal, the loss of its reader, or with `--once` the end of its client.
///
/// It lives on the event loop; the run is over when `finish` is called, once.
final class ListenRun {
  let plan: ListenPlan
  private let loop: NIOIsolatedEventLoop
  private let finish: (Failure?) -> Void
  private let output: OutputWriter
  private let views: OutputWriter
  private let printer: PayloadPrinter?
  /// Where a person sits at the listener's side.
  private var prompt: ServerPrompt?
  private var channel: (any Channel)?
  /// Every connection by its number, from its first byte on.
  private var sessions: [Int: Session] = [:]
  private var onlyClient: Int?
  private var isEnding = false
  private var isOver = false
  private var failure: Failure?
  private var drainLimit: Duration?

  init(_ plan: ListenPlan, outputs: RunOutputs, loop: any EventLoop, finish: @escaping (Failure?) -> Void) {
    self.plan = plan
    self.loop = loop.assumeIsolated()
    self.finish = finish
    output = outputs.payload
    views = outputs.views
    printer =
      plan.printsPayload
      ? PayloadPrinter(output: output, framing: .line, escapes: plan.escapesPayload) : nil
    for writer in [output, views] { writer.onRoom = { [self] in restAll() } }
    output.onLoss = { [self] number in
      end(
        number == SystemCode.brokenPipe
          ? nil : Failure(.outputLost(.failed(number)), place: "", isSecure: true))
    }
  }

  /// Gives a person the word; to be called before it listens.
  func use(_ settings: PromptSettings, _ signals: PromptSignals, on eventLoop: any EventLoop) {
    prompt = ServerPrompt(settings, for: self, loop: eventLoop, signals: signals)
  }

  // MARK: What happens to the listener

  func listening(_ result: Result<any Channel, any Error>) {
    switch result {
    case .success(let channel):
      self.channel = channel
      say("listening on \(place(of: channel))\n")
      prompt?.showState()
      prompt?.prompt.start()
    case .failure(let error): finish(Failure(error))
    }
  }

  func interrupted(by signal: Int32) {
    let interruption = Failure(status: ExitStatus.signal(signal), "ended by signal \(signal)")
    drainLimit = .seconds(1)
    guard isEnding else { return end(interruption) }
    failure = interruption
    over()
  }

  /// The reader of standard output has gone.
  func outputIsGone() { if printer != nil { end(nil) } }

  private func place(of channel: any Channel) -> String {
    let scheme = plan.server.identity == nil ? "ws" : "wss"
    switch plan.server.address {
    case .tcp(let host, let port):
      let actual = ListenAddress.tcp(host: host, port: channel.localAddress?.port ?? port)
      return "\(scheme)://\(actual)/"
    case .unix(let path): return "the unix socket \(Escaper.line(path)) (\(scheme))"
    }
  }

  /// Says goodbye to every client; the run is over when the last one is gone.
  func end(_ failure: Failure?) {
    guard !isEnding else { return }
    isEnding = true
    self.failure = failure
    channel?.close(promise: nil)
    for session in sessions.values {
      session.isReadingPaused = false
      if session.state == .open {
        try? session.close(.goingAway)
      } else if session.state == .opening {
        session.abort()
      }
    }
    views.flush()
    prompt?.prompt.flush()
    endIfAlone()
  }

  /// Drops whoever has not said goodbye yet.
  func giveUp() {
    if let place = sessions.values.first?.peerAddress {
      failure = failure ?? Failure(.abandoned, place: place, isSecure: true, detail: nil, peer: .client)
    }
    for session in sessions.values { session.abort() }
    over()
  }

  /// A unix socket's file goes with the channel, so that is awaited too.
  private func endIfAlone() {
    guard isEnding, sessions.isEmpty else { return }
    let closed = channel?.closeFuture ?? loop.nonisolated().makeSucceededVoidFuture()
    closed.assumeIsolated().whenComplete { [self] _ in
      output.whenDrained(within: drainLimit) { [self] in
        views.whenDrained(within: drainLimit) { [self] in over() }
      }
    }
  }

  func over() {
    guard !isOver else { return }
    isOver = true
    guard let prompt else { return finish(failure) }
    prompt.prompt.stop { [self] in finish(failure ?? prompt.prompt.outputFailure) }
  }

  /// Says something of the listener itself, in whole lines.
  func say(_ text: String) {
    if let prompt { return prompt.prompt.say(text) }
    views.append(text)
    views.flush()
  }

  // MARK: What happens to clients

  /// The clients that are connected, by number.
  var clients: [Int: Session] { sessions.filter { $0.value.state == .open } }

  func consumer(for session: Session) -> any SessionConsumer {
    sessions[session.number] = session
    if isEnding || onlyClient != nil { session.abort() }
    let view =
      plan.views.isAnything && prompt == nil
      ? LiveView(output: views, options: plan.views, role: .server, connection: session.number) : nil
    return ListenClient(run: self, view: view, correspondence: prompt?.join(session), loop: loop)
  }

  func opened(_ session: Session) {
    for greeting in plan.greetings { try? session.send(.text, Array(greeting.utf8)) }
    guard plan.isOnce, onlyClient == nil else { return }
    onlyClient = session.number
    channel?.close(promise: nil)
    for other in sessions.values where other.state == .opening { other.abort() }
  }

  func received(_ kind: MessageKind, _ message: [UInt8], from session: Session) {
    prompt?.received(kind, message, from: session.number)
    switch plan.reply {
    // A send can only fail while the connection is not open, and then nobody awaits the message.
    case .echo: try? session.send(kind, message)
    case .broadcast:
      guard session.state == .open else { return }
      for other in sessions.values where other !== session { try? other.send(kind, message) }
    case .print:
      printer?.print(.messageBytes(kind), message.span.bytes)
      printer?.print(.messageEnd(kind, length: UInt64(message.count)), RawSpan())
    }
  }

  func batchEnded(in session: Session) {
    output.flush()
    views.flush()
    prompt?.prompt.flush()
    if plan.reply == .broadcast { for other in sessions.values where other !== session { other.flush() } }
    rest(session)
  }

  /// A client is not read while there is no room for what would come of it; one that is slow among others stops all.
  func rest(_ session: Session) {
    if plan.reply == .broadcast { return restAll() }
    rest(session, isFull: isFull)
  }

  func restAll() {
    let isFull = isFull || plan.reply == .broadcast && clients.values.contains { !$0.isWritable }
    for session in sessions.values { rest(session, isFull: isFull) }
  }

  private func rest(_ session: Session, isFull: Bool) {
    session.isReadingPaused = session.state == .open && (isFull || plan.reply == .echo && !session.isWritable)
  }

  /// Whether an output has no room; it then says when it has.
  private var isFull: Bool {
    let full = [output, views].filter(\.isFull)
    for writer in full { writer.notePause() }
    return prompt?.prompt.isFull == true || !full.isEmpty
  }

  /// A client that takes nothing must not keep the others waiting.
  func stalled(_ session: Session) {
    try? session.close(.policyViolation, reason: "reads too slowly")
    restAll()
  }

  func ended(_ session: Session, _ ending: Ending?) {
    sessions[session.number] = nil
    if session.number == onlyClient { end(ending.flatMap { verdict($0, session) }) }
    restAll()
    endIfAlone()
  }

  /// nil when the client's closing was in order.
  private func verdict(_ ending: Ending, _ session: Session) -> Failure? {
    if case .closed(let body, let closer) = ending,
      closer == .server || body.code == nil || body.code == .normal || body.code == .goingAway
    {
      return nil
    }
    let place = session.peerAddress.isEmpty ? "the client" : session.peerAddress
    return Failure(
      ending, place: place, isSecure: true, detail: session.streamError, peer: .client)
  }
}

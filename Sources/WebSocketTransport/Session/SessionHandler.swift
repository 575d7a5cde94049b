import NIOCore
import NIOTLS
import WebSocketWire

/// The handler of a connection in its channel: joins the socket, the pure `Connection` and a delegate, and owns the timer.
///
/// What follows what is `SessionMachine`'s to say; all of it runs on the event loop.
final class SessionHandler {
  /// What becomes of an opening: an open session, or why there is none.
  typealias Outcome = Result<WebSocketSession, OpeningFailure>
  /// Is called once. An open session that gets no delegate there is dropped.
  typealias Completion = (SessionHandler, Outcome) -> Void

  let connection: Connection
  let output: SessionOutput
  var facts: SessionFacts
  var tlsErrors: TLSErrorMapping
  private var owner: SessionOwner
  private var machine: SessionMachine
  private var input: SessionInput
  private var clock: BatchClock
  private let timer: DeadlineTimer
  /// Whether nothing is between this handler and the socket, so that output may be sent past NIO.
  private let ownsChannel: Bool
  private(set) var context: ChannelHandlerContext?

  /// `start` is when the connection was begun, now unless said otherwise. With `accepted` the opening begins with the socket.
  init(
    _ connection: Connection, number: Int = 0, usesTLS: Bool, timeouts: Timeouts, clock: RunClock,
    start: Duration? = nil, readBlocks: ReadBlocks? = nil, ownsChannel: Bool = true,
    accepted: Completion? = nil
  ) {
    self.ownsChannel = ownsChannel
    self.connection = connection
    self.clock = BatchClock(clock)
    input = SessionInput(blocks: readBlocks)
    owner = SessionOwner(completion: accepted)
    tlsErrors = TLSErrorMapping(role: connection.role)
    facts = SessionFacts(number: number, start: start ?? clock.now)
    machine = SessionMachine(usesTLS: usesTLS, role: connection.role)
    timer = DeadlineTimer(timeouts)
    output = SessionOutput(of: connection.role)
  }

  /// When output is handed on without a request, in bytes: small messages share one system call.
  static let outputBlock = 65536

  var tls: TLSReport? {
    get { facts.tls }
    set { facts.tls = newValue }
  }
  var session: WebSocketSession? { owner.session }
  var delegate: (any SessionDelegate)? {
    get { owner.delegate }
    set { owner.delegate = newValue }
  }
  var interests: EventInterests { owner.delegate?.interests ?? [] }
  var isDelivering: Bool { machine.isDelivering }
  var waitingInput: Int { input.waiting }

  var pauseReasons: PauseReasons {
    get { machine.pauseReasons }
    set { if newValue != machine.pauseReasons { handle(.pause(newValue)) } }
  }

  /// The time since the run began; while a batch is delivered, the time at which it came.
  var now: Duration { clock.now }

  /// Has all that `body` sends happen at one time, for one look at the clock.
  func atOneTime<Value>(_ body: () throws -> Value) rethrows -> Value {
    guard !clock.isInBatch else { return try body() }
    clock.beginBatch()
    defer { clock.endBatch() }
    return try body()
  }

  /// Begins the opening handshake.
  func begin(_ completion: @escaping Completion) {
    owner.session = WebSocketSession(self)
    owner.completion = completion
    handle(.begin)
    if context == nil { release() }
  }

  /// Takes what a proxy has used of the time for the opening handshake.
  func spend(_ time: Duration) { timer.spend(time) }

  private func complete(_ outcome: Outcome) {
    let completion = owner.completion
    owner.completion = nil
    completion?(self, outcome)
  }

  /// Session and delegate may hold each other and this handler.
  private func release() {
    owner.delegate = nil
    owner.session = nil
    output.onTaken = {}
  }

  /// Notes that a message was sent. A block that is full leaves at once, so that its place is free for the next.
  func noteMessage() {
    output.noteMessage()
    guard connection.outputCount >= Self.outputBlock else { return }
    write()
    if !machine.isDelivering { flush() }
  }

  func handle(_ input: SessionMachine.Input) {
    for action in machine.handle(input) { perform(action) }
  }

  private func perform(_ action: SessionMachine.Action) {
    switch action {
    case .read: context?.read()
    // Both are for the read that is being handled.
    case .deliver, .postpone: break
    case .receiveEOF: connection.receiveEOF(at: now, into: self)
    case .abandon: connection.abort(at: now, into: self)
    case .abandonClosing: connection.abandonClosing(at: now, into: self)
    case .passDeadline: connection.deadlinePassed(at: now, into: self)
    case .sendClose(let payload):
      try? session?.close(payload.code, reason: payload.reason)
    case .checkClose: handle(.checkClose(connection.state, waiting: waitingInput))
    case .write: write()
    case .settle:
      write()
      flush()
      handle(.settled(connection.state, wantsOutputEnd: connection.wantsOutputEnd))
    case .reportBatchEnd: if let session { delegate?.batchEnded(in: session) }
    case .reportFailure:
      if let failure = machine.failure { complete(.failure(.transport(failure))) }
    case .endOutput: context?.close(mode: .output, promise: nil)
    case .followDeadline: followDeadline()
    case .stopTimer:
      clock.endBatch()
      timer.stop()
    case .close: context?.close(promise: nil)
    case .closeAfterOutput: closeAfterOutput()
    case .linger: if let context { LingeringClose.begin(after: context) }
    }
  }

  private func write() {
    guard let context, connection.outputCount > 0 else { return }
    let error = output.take(connection, to: context, atOnce: !machine.isDelivering)
    // The system tells an error once, so NIO may find no more than the stream's end.
    if error != 0 { facts.streamError = facts.streamError ?? SystemError.words(error) }
  }

  private func flush() { if let context { output.flush(context) } }

  private func outputTaken() {
    guard !machine.isOver, let session else { return }
    if output.isEmpty { delegate?.flushed(in: session) } else { delegate?.progressed(in: session) }
  }

  private func followDeadline() {
    let deadline = connection.state.deadline
    guard let context, deadline != nil || !timer.isIdle else { return }
    timer.follow(deadline, isPaused: machine.isPaused(deadline), on: context.eventLoop) {
      self.handle(.deadlinePassed)
    }
  }

  /// Ends the stream once the last bytes are out, or when the closing time is over.
  private func closeAfterOutput() {
    guard let context else { return }
    let last = context.eventLoop.makePromise(of: Void.self)
    context.writeAndFlush(NIOAny(ByteBuffer()), promise: last)
    let limit = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(timer.closingTime)) {
      self.handle(.abort)
    }
    last.futureResult.assumeIsolated().whenComplete { _ in
      limit.cancel()
      self.handle(.abort)
    }
  }
}

extension SessionHandler: EventSink {
  func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
    guard let session else { return }
    if owner.completion != nil { settleOpening(event, session) }
    delegate?.handle(event, from: sender, at: time, bytes: bytes, in: session)
  }

  /// Makes one outcome of the events of the opening; only an open session has a delegate.
  private func settleOpening(_ event: WebSocketEvent, _ session: WebSocketSession) {
    switch event {
    case .opened(let report):
      facts.subprotocol = report.subprotocol
      facts.note(.upgrade, until: clock.exact)
      if report.deflate == nil, let context { ReadSize.grow(of: context.channel, in: input.blocks) }
      complete(.success(session))
      if delegate == nil { session.abort() }
    case .handshakeRefused(let report): facts.refusal = report
    case .ended(let ending): complete(.failure(.handshake(ending)))
    // What a handshake breaks is in its report.
    default: break
    }
  }

  /// The opening handshake as far as it came, of an opening that failed for this reason.
  func handshake(of reason: OpeningFailure) -> HandshakeReport? {
    if case .handshake(let ending) = reason, let report = ending.handshake { return report }
    return facts.refusal ?? connection.unfinishedHandshake
  }
}

extension SessionHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    output.onTaken = outputTaken
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    handle(.removed)
    release()
  }

  func channelActive(context: ChannelHandlerContext) {
    let socket = DirectSocketWriter(of: context.channel)
    input.socket = socket
    // NIO asks for the address after the accept, and then a peer that has reset the stream has none.
    facts.peerAddress = (context.channel.remoteAddress ?? socket?.peerAddress)?.text ?? ""
    facts.localAddress = context.channel.localAddress?.text ?? ""
    // With a proxy, the steps before its tunnel are noted already.
    if facts.phases.last?.name != .proxy {
      facts.note(.tcp, until: clock.exact, address: facts.peerAddress, detail: facts.connectDetail)
    }
    if ownsChannel, !machine.awaitsTLS { output.socket = socket }
    if session == nil, let completion = owner.completion { begin(completion) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    facts.hasReceived = true
    guard machine.handle(.bytesRead(buffer.readableBytes)) == [.deliver] else {
      return input.postpone(buffer)
    }
    clock.beginBatch()
    connection.receive(buffer.readableBytesSpan, at: now, into: self)
    while let next = input.takePostponed() {
      connection.receive(next.readableBytesSpan, at: now, into: self)
    }
    input.blocks?.give(buffer)
    handle(.bytesDelivered(connection.state))
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    handle(.readCompleted)
    if !machine.isDelivering { clock.endBatch() }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    connection.setCongested(!context.channel.isWritable, at: now, into: self)
    if let session { delegate?.writabilityChanged(in: session) }
    handle(.outputChanged)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if let event = event as? TLSUserEvent, case .handshakeCompleted(let name) = event {
      facts.tls?.applicationProtocol = name
      facts.note(.tls, until: clock.exact)
      handle(.tlsCompleted)
    }
    if event is FirstBytesEvent { facts.hasReceived = true }
    if let event = event as? ChannelEvent, event == .inputClosed { handle(.inputEnded) }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) { handle(.inputEnded) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    let moment: TLSErrorMapping.Moment =
      machine.awaitsTLS ? .tlsHandshake : connection.state == .opening ? .opening : .later
    switch tlsErrors.sort(error, at: moment) {
    case .ignore: break
    case .failure(let failure): handle(.failed(failure))
    case .stream(let words):
      facts.streamError = facts.streamError ?? words
      context.close(promise: nil)
    }
  }
}

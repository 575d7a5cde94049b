public import NIOCore
import NIOTLS
public import WebSocketWire

/// One connection on its event loop: joins the socket, the pure `Connection` and a consumer, and owns the clock for them.
///
/// All of it runs on the event loop and is not `Sendable`; `WebSocketSession` is the way in from elsewhere.
public final class Session {
  /// Number of the connection in this run, from 1; a listener's clients have it from when they are open, and 0 before.
  public private(set) var number: Int
  /// The other end's address, with its port; empty while there is none.
  public private(set) var peerAddress = ""
  /// How long each step to the open connection took.
  public private(set) var phases: [Phase] = []
  /// Whether the peer has sent anything, below TLS not counted.
  public private(set) var hasReceived = false
  /// The system's words for what ended the stream, if it was not the peer in the ordinary way.
  public private(set) var streamError: String?
  /// Why the server's certificate was not trusted, once it has been judged.
  var distrust: TransportError?

  private let connection: Connection
  private let timeouts: Timeouts
  /// Where the socket is read into, if its event loop shares that.
  private let readBlocks: ReadBlocks?
  private let makeConsumer: ((Session) -> any SessionConsumer)?
  private let makeNumber: (() -> Int)?
  private var consumer: (any SessionConsumer)?
  private var context: ChannelHandlerContext?
  private var wantsAbort = false
  private var isReceiving = false
  private var postponedReads: [ByteBuffer] = []
  private var hasInputEnded = false
  private var isWritableToChannel = true
  private let output: SessionOutput
  private var hasEndedOutput = false
  private var isOver = false
  private var phaseStart = ContinuousClock.now
  private var isSecure = false
  private var earlyError: TransportError?
  private let clock: DeadlineClock
  private var bytesBehindClose = 0
  private var socket: PlainSocket?
  private var pendingClose: PendingClose?

  /// `makeConsumer` is for a server's session, which begins as soon as its socket is there, and `makeNumber` gives it its number
  /// once it is open.
  init(
    number: Int = 0, connection: Connection, timeouts: Timeouts, readBlocks: ReadBlocks? = nil,
    makeNumber: (() -> Int)? = nil,
    makeConsumer: ((Session) -> any SessionConsumer)? = nil
  ) {
    self.number = number
    self.makeNumber = makeNumber
    output = SessionOutput(of: connection.role)
    self.connection = connection
    self.timeouts = timeouts
    self.readBlocks = readBlocks
    clock = DeadlineClock(timeouts)
    self.makeConsumer = makeConsumer
  }

  // MARK: What a consumer asks and does

  /// Which end we are.
  public var role: Role { connection.role }
  /// The loop that all of it runs on; nil when the session has left its channel.
  var isolatedLoop: NIOIsolatedEventLoop? { context?.eventLoop.assumeIsolated() }
  /// Where the connection stands.
  public var state: ConnectionState { connection.state }
  /// Whether more can be sent without piling up in memory.
  public var isWritable: Bool { isWritableToChannel && connection.outputCount < Self.outputBlock }
  /// Whether a message was sent that has not left this process, or never will.
  public var hasUnsentMessages: Bool {
    output.holdsMessages || connection.missingPayload != nil
  }

  /// Whether everything that was sent has left this process.
  public var isFlushed: Bool { output.isEmpty && connection.outputCount == 0 }

  /// Stops and resumes the reading from the socket; while it rests, so do the deadlines that wait for the peer.
  public var isReadingPaused = false {
    didSet {
      guard oldValue != isReadingPaused, !isOver else { return }
      updateTimer()
      if !isReadingPaused { context?.read() } else if !isReceiving { sendPendingClose() }
    }
  }

  /// Sends a message; see `Connection.send`.
  public func send(_ kind: MessageKind, _ payload: [UInt8]) throws(UsageError) {
    try connection.send(kind, payload.span.bytes, into: self)
    passMessageOn()
  }

  /// Sends each of these pieces of a block as a message; see `Connection.send`.
  public func send(
    _ kind: MessageKind, _ pieces: [Range<Int>], of block: RawSpan
  ) throws(UsageError) -> Int {
    if pieces.count == 1, try sendInBlocks(kind, block.extracting(pieces[0])) { return 1 }
    let sent = try connection.send(kind, pieces, of: block, into: self)
    if sent > 0 { passMessageOn() }
    return sent
  }

  /// Sends a long message block by block, each of which leaves, if it can, before the next is masked, so that it stays in the
  /// cache; false where the message is not long, not valid, compressed or looked at.
  private func sendInBlocks(_ kind: MessageKind, _ message: RawSpan) throws(UsageError) -> Bool {
    guard message.byteCount > Self.blockSize, !isReceiving, !wantsFrames, !connection.compresses,
      kind == .binary || UTF8Validator.fault(in: message) == nil
    else { return false }
    try beginMessage(kind, length: UInt64(message.byteCount))
    var start = 0
    // A write may find that the stream has ended.
    while connection.missingPayload != nil, connection.state == .open {
      let end = min(start + Self.blockSize, message.byteCount)
      try connection.sendMore(message.extracting(start..<end), into: self)
      start = end
      passMessageOn()
    }
    return true
  }

  /// Sends a message in frames of these pieces; see `Connection.send`.
  public func send(_ kind: MessageKind, fragments: [[UInt8]]) throws(UsageError) {
    try connection.send(kind, fragments: fragments, into: self)
    output.noteMessage()
  }

  /// Sends any frame, legal or not; see `Connection.sendFrame`.
  public func sendFrame(_ header: FrameHeader, payload: [UInt8]) throws(UsageError) {
    try connection.sendFrame(header, payload: payload.span.bytes, into: self)
    output.noteMessage()
  }

  /// Begins a message whose bytes follow through `sendMore`; see `Connection.beginMessage`.
  public func beginMessage(_ kind: MessageKind, length: UInt64) throws(UsageError) {
    try connection.beginMessage(kind, length: length, into: self)
    output.noteMessage()
  }

  /// Sends the next bytes of the message that was begun; see `Connection.sendMore`.
  public func sendMore(_ payload: [UInt8]) throws(UsageError) {
    try connection.sendMore(payload.span.bytes, into: self)
    passMessageOn()
  }

  /// How many bytes of the message that was begun are still to be given; nil when none is begun.
  public var missingPayload: UInt64? { connection.missingPayload }

  /// Sends a Ping; see `Connection.ping`.
  public func ping(_ payload: [UInt8] = []) throws(UsageError) {
    try connection.ping(payload.span.bytes, into: self)
  }

  /// Sends a Pong; see `Connection.pong`.
  public func pong(_ payload: [UInt8] = []) throws(UsageError) {
    try connection.pong(payload.span.bytes, into: self)
  }

  /// Begins the closing handshake; see `Connection.close`.
  public func close(_ code: CloseCode? = .normal, reason: String = "") throws(UsageError) {
    try connection.close(code, reason: reason, into: self)
    if !isReceiving { settle() }
  }

  /// Begins the closing handshake, unless the peer does, when everything is read that it has sent by now.
  public func closeAfterInput(_ code: CloseCode) {
    guard pendingClose == nil else { return }
    pendingClose = PendingClose(code, waiting: socket?.waitingInput ?? 0)
    if !isReceiving { sendPendingClose() }
  }

  /// Whether the peer has begun a message in fragments that it has not finished.
  public var isInsideMessage: Bool { connection.isInsideMessage }

  /// Hands everything that was sent since the last time to the system.
  public func flush() { if !isReceiving { settle() } }

  /// Drops the connection without a closing handshake.
  public func abort() {
    // The stream's end must not reach the connection while it is still reading.
    if isReceiving {
      wantsAbort = true
    } else {
      connection.abandon(into: self)
      context?.close(promise: nil)
    }
  }

  /// How much of a long message is masked and written at a time, in bytes.
  private static let blockSize = 131_072

  /// When output is handed on even if nobody asks, in bytes: small messages share one system call.
  private static let outputBlock = 65536

  // MARK: Beginning

  /// Gives a client's session its consumer and begins the opening handshake.
  func begin(_ consumer: any SessionConsumer) {
    self.consumer = consumer
    defer { if context == nil { self.consumer = nil } }
    if let earlyError { return fail(earlyError) }
    if hasInputEnded { return endInput() }
    settle()
    context?.read()
  }

  /// Notes how long a step took: from the end of the one before until now, unless said otherwise.
  func note(
    _ name: Phase.Name, from start: ContinuousClock.Instant? = nil, to end: ContinuousClock.Instant = .now
  ) {
    phases.append(Phase(name, end - (start ?? phaseStart)))
    phaseStart = end
  }

  func useTLS() { isSecure = true }

  /// The peer says no more: what was sent still leaves.
  private func endInput() {
    hasInputEnded = true
    guard !isOver, !isReceiving, consumer != nil else { return }
    if isSecure {
      return fail(
        TransportError(.tlsFailed, "the TLS handshake failed: the stream ended before it was done"))
    }
    connection.receiveEnd(into: self)
    settle()
  }

  // MARK: The rest

  private func fail(_ error: TransportError) {
    guard !isOver else { return }
    guard let consumer else {
      earlyError = error
      return
    }
    finish()
    consumer.failed(error, in: self)
    context?.close(promise: nil)
  }

  private func finish() {
    isOver = true
    clock.stop()
  }

  /// Brings the socket and the clock in line with the connection's state.
  private func settle() {
    write()
    flushOutput()
    if connection.wantsOutputEnd, !hasEndedOutput {
      hasEndedOutput = true
      context?.close(mode: .output, promise: nil)
    }
    if connection.state == .ended { endStream() } else { updateTimer() }
  }

  /// A block that is full leaves at once, so that its place is free for the next.
  private func passMessageOn() {
    output.noteMessage()
    guard connection.outputCount >= Self.outputBlock else { return }
    write()
    if !isReceiving { flushOutput() }
  }

  private func write() {
    guard let context, connection.outputCount > 0 else { return }
    let error = output.take(connection, to: context, atOnce: !isReceiving)
    // The system tells an error once, so NIO may find no more than the stream's end.
    if error != 0 { streamError = streamError ?? SystemError.words(error) }
  }

  private func outputTaken() {
    guard !isOver else { return }
    if output.isEmpty { consumer?.flushed(in: self) } else { consumer?.progressed(in: self) }
  }

  private func flushOutput() { if let context { output.flush(context) } }

  /// Ends the stream once the last bytes are out, or at the latest when the closing deadline has passed.
  private func endStream() {
    guard !isOver else { return }
    finish()
    guard let context else { return }
    let last = context.eventLoop.makePromise(of: Void.self)
    context.writeAndFlush(NIOAny(ByteBuffer()), promise: last)
    let isolated = context.eventLoop.assumeIsolated()
    let limit = isolated.scheduleTask(in: TimeAmount(timeouts.close)) { self.abort() }
    last.futureResult.assumeIsolated().whenComplete { _ in
      limit.cancel()
      self.abort()
    }
  }

  /// The clock of the closing stands still while nothing is read, and goes on from there.
  private func updateTimer() {
    guard let context, !isOver else { return }
    let wanted = connection.state.deadline
    if wanted == nil, clock.isIdle { return }
    clock.follow(wanted, standsStill: wanted == .close && isReadingPaused, on: context.eventLoop) {
      self.connection.deadlinePassed(into: self)
      self.settle()
    }
  }

  private func sendPendingClose() {
    guard let pendingClose, isReadingPaused || pendingClose.isDue(waiting: socket?.waitingInput ?? 0) else {
      return
    }
    self.pendingClose = nil
    // The peer may have closed first.
    if connection.state == .open { try? close(pendingClose.code) }
  }

  /// A peer that sends more than this behind our Close, which no system holds on the way, does not mean to answer it.
  private static let closingLimit = 64 << 20

  private func take(_ buffer: ByteBuffer) {
    // A write that fails drains the socket at once, which may be while the connection is still reading.
    hasReceived = true
    if isReceiving { return postponedReads.append(buffer) }
    isReceiving = true
    pendingClose?.noteRead(buffer.readableBytes)
    connection.receive(buffer.readableBytesSpan, into: self)
    while !postponedReads.isEmpty {
      let next = postponedReads.removeFirst()
      connection.receive(next.readableBytesSpan, into: self)
    }
    isReceiving = false
    readBlocks?.give(buffer)
    if connection.state == .closeSent {
      bytesBehindClose += buffer.readableBytes
      if bytesBehindClose > Self.closingLimit { connection.deadlinePassed(into: self) }
    }
    if wantsAbort { return abort() }
    if hasInputEnded { endInput() }
  }
}

extension Session: EventSink {
  public var wantsFrames: Bool { consumer?.wantsFrames ?? false }

  public func received(_ event: Event, bytes: RawSpan) {
    if case .opened(let report) = event {
      note(.upgrade)
      if let makeNumber { number = makeNumber() }
      if report.deflate == nil, let context { ReadSize.grow(of: context.channel, in: readBlocks) }
    }
    consumer?.received(event, bytes: bytes, in: self)
  }

  public func received(_ run: MessageRun, bytes: RawSpan) {
    consumer?.received(run, bytes: bytes, in: self)
  }

  public func sent(_ event: Event, bytes: RawSpan) {
    consumer?.sent(event, bytes: bytes, in: self)
  }
}

extension Session: ChannelInboundHandler {
  public typealias InboundIn = ByteBuffer
  public typealias OutboundOut = ByteBuffer

  public func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    output.onTaken = outputTaken
  }

  public func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    finish()
    // Both may hold the session, and nothing can happen any more.
    consumer = nil
    output.onTaken = {}
  }

  public func channelActive(context: ChannelHandlerContext) {
    peerAddress = context.channel.remoteAddress?.text ?? ""
    note(.tcp)
    socket = PlainSocket(of: context.channel)
    if !isSecure { output.socket = socket }
    if let makeConsumer { begin(makeConsumer(self)) }
  }

  public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    take(unwrapInboundIn(data))
  }

  public func channelReadComplete(context: ChannelHandlerContext) {
    guard !isReceiving else { return }
    // Asked for before anything is written: a write that fails then still drains what the peer has sent.
    if !isReadingPaused, !isOver || consumer == nil { context.read() }
    // What has not been tried yet is not what the peer does not take.
    write()
    consumer?.batchEnded(in: self)
    sendPendingClose()
    settle()
  }

  public func channelWritabilityChanged(context: ChannelHandlerContext) {
    isWritableToChannel = context.channel.isWritable
    connection.setCongested(!isWritableToChannel, into: self)
    consumer?.writabilityChanged(in: self)
    if !isOver, !isReceiving { settle() }
  }

  public func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if let event = event as? TLSUserEvent, case .handshakeCompleted = event {
      note(.tls)
      isSecure = false
    }
    if let event = event as? ChannelEvent, event == .inputClosed { endInput() }
    context.fireUserInboundEventTriggered(event)
  }

  public func channelInactive(context: ChannelHandlerContext) {
    endInput()
    if consumer != nil, !isReceiving { finish() }
  }

  public func errorCaught(context: ChannelHandlerContext, error: any Error) {
    let moment: TLSTrouble.Moment = isSecure ? .tlsHandshake : state == .opening ? .opening : .later
    switch TLSTrouble.sort(error, at: moment, role: role, distrust: distrust) {
    case .ignore: break
    case .failure(let failure): fail(failure)
    case .stream(let words):
      streamError = streamError ?? words
      context.close(promise: nil)
    }
  }
}

public import NIOCore
import NIOTLS
public import WebSocketWire

/// One connection on its event loop: joins the socket, the pure `Connection` and a consumer, and owns the clock for them.
///
/// All of it runs on the event loop and is not `Sendable`; `WebSocketSession` is the way in from elsewhere.
public final class Session {
  /// Number of the connection in this run, from 1.
  public let number: Int
  /// The other end's address, with its port; empty while there is none.
  public private(set) var peerAddress = ""
  /// How long each step to the open connection took.
  public private(set) var phases: [Phase] = []
  /// The system's words for what ended the stream, if it was not the peer in the ordinary way.
  public private(set) var streamError: String?

  private let connection: Connection
  private let timeouts: Timeouts
  private let makeConsumer: ((Session) -> any SessionConsumer)?
  private var consumer: (any SessionConsumer)?
  private var context: ChannelHandlerContext?
  private var wantsAbort = false
  private var isReceiving = false
  private var isWritableToChannel = true
  private var pendingWrites = 0
  private var hasEndedOutput = false
  private var isOver = false
  private var phaseStart = ContinuousClock.now
  private var isSecure = false
  private var earlyError: TransportError?
  private var timer: Scheduled<Void>?
  private var timerDeadline: Deadline?

  /// `makeConsumer` is for a server's session, which begins as soon as its socket is there.
  init(
    number: Int, connection: Connection, timeouts: Timeouts,
    makeConsumer: ((Session) -> any SessionConsumer)? = nil
  ) {
    self.number = number
    self.connection = connection
    self.timeouts = timeouts
    self.makeConsumer = makeConsumer
  }

  // MARK: What a consumer asks and does

  public var role: Role { connection.role }
  public var state: ConnectionState { connection.state }
  /// Whether more can be sent without piling up in memory.
  public var isWritable: Bool { isWritableToChannel && connection.output.count < Self.outputBlock }
  /// Whether something sent has not left this process.
  public var hasPendingOutput: Bool { pendingWrites > 0 || !connection.output.isEmpty }

  /// Stops and resumes the reading from the socket; while it rests, so do the deadlines that wait for the peer.
  public var isReadingPaused = false {
    didSet {
      guard oldValue != isReadingPaused, !isOver else { return }
      updateTimer()
      if !isReadingPaused { context?.read() }
    }
  }

  /// Sends a message; see `Connection.send`.
  public func send(_ kind: MessageKind, _ payload: [UInt8]) throws(UsageError) {
    try connection.send(kind, payload.span.bytes, into: self)
    if connection.output.count >= Self.outputBlock { write() }
  }

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

  /// Hands everything that was sent since the last time to the system.
  public func flush() { if !isReceiving { settle() } }

  /// Drops the connection without a closing handshake.
  public func abort() {
    // The stream's end must not reach the connection while it is still reading.
    if isReceiving { wantsAbort = true } else { context?.close(promise: nil) }
  }

  /// When output is handed on even if nobody asks, in bytes: small messages share one system call.
  private static let outputBlock = 65536

  // MARK: Beginning

  /// Gives a client's session its consumer and begins the opening handshake.
  func begin(_ consumer: any SessionConsumer) {
    self.consumer = consumer
    if let earlyError { return fail(earlyError) }
    settle()
    context?.read()
  }

  /// Notes how long the step took that has just ended.
  func note(_ name: Phase.Name, since start: ContinuousClock.Instant? = nil) {
    let now = ContinuousClock.now
    phases.append(Phase(name, now - (start ?? phaseStart)))
    phaseStart = now
  }

  func useTLS() { isSecure = true }

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
    timer?.cancel()
    timer = nil
  }

  /// Brings the socket and the clock in line with the connection's state.
  private func settle() {
    write()
    context?.flush()
    if connection.wantsOutputEnd, !hasEndedOutput {
      hasEndedOutput = true
      context?.close(mode: .output, promise: nil)
    }
    if connection.state == .ended { endStream() } else { updateTimer() }
  }

  private func write() {
    guard let context, !connection.output.isEmpty else { return }
    let buffer = context.channel.allocator.buffer(bytes: connection.takeOutput())
    pendingWrites += 1
    let written = context.eventLoop.makePromise(of: Void.self)
    written.futureResult.assumeIsolated().whenComplete { _ in
      self.pendingWrites -= 1
      if self.pendingWrites == 0, !self.isOver { self.consumer?.flushed(in: self) }
    }
    context.write(NIOAny(buffer), promise: written)
  }

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

  private func updateTimer() {
    guard let context, !isOver else { return }
    let wanted = connection.state.deadline.flatMap { $0 == .close && isReadingPaused ? nil : $0 }
    guard wanted != timerDeadline else { return }
    timer?.cancel()
    timer = nil
    timerDeadline = wanted
    guard let wanted else { return }
    let time =
      switch wanted {
      case .handshake: timeouts.handshake
      case .refusal: Timeouts.refusal
      case .close: timeouts.close
      case .streamEnd: min(Timeouts.streamEnd, timeouts.close)
      }
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) {
      self.connection.deadlinePassed(into: self)
      self.settle()
    }
  }

  private func take(_ bytes: RawSpan) {
    isReceiving = true
    connection.receive(bytes, into: self)
    isReceiving = false
    if wantsAbort { abort() }
  }
}

extension Session: EventSink {
  public var wantsFrames: Bool { consumer?.wantsFrames ?? false }

  public func received(_ event: Event, bytes: RawSpan) {
    if case .opened = event { note(.upgrade) }
    consumer?.received(event, bytes: bytes, in: self)
  }

  public func sent(_ header: FrameHeader, payload: RawSpan, offset: UInt64) {
    consumer?.sent(header, payload: payload, offset: offset, in: self)
  }
}

extension Session: ChannelInboundHandler {
  public typealias InboundIn = ByteBuffer
  public typealias OutboundOut = ByteBuffer

  public func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  public func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    finish()
  }

  public func channelActive(context: ChannelHandlerContext) {
    peerAddress = context.channel.remoteAddress.map(Self.text) ?? ""
    note(.tcp)
    if let makeConsumer { begin(makeConsumer(self)) }
  }

  public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    take(buffer.readableBytesSpan)
  }

  public func channelReadComplete(context: ChannelHandlerContext) {
    consumer?.batchEnded(in: self)
    settle()
    if !isReadingPaused, !isOver || consumer == nil { context.read() }
  }

  public func channelWritabilityChanged(context: ChannelHandlerContext) {
    isWritableToChannel = context.channel.isWritable
    connection.setCongested(!isWritableToChannel, into: self)
    consumer?.writabilityChanged(in: self)
    if !isOver { settle() }
  }

  public func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if let event = event as? TLSUserEvent, case .handshakeCompleted = event {
      note(.tls)
      isSecure = false
    }
    context.fireUserInboundEventTriggered(event)
  }

  public func channelInactive(context: ChannelHandlerContext) {
    guard !isOver else { return }
    if isSecure {
      return fail(
        TransportError(.tlsFailed, "the TLS handshake failed: the stream ended before it was done"))
    }
    connection.receiveEnd(into: self)
    finish()
  }

  public func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch TLSTrouble.sort(error, duringHandshake: isSecure) {
    case .ignore: break
    case .failure(let failure): fail(failure)
    case .stream(let words):
      streamError = words
      context.close(promise: nil)
    }
  }

  /// `127.0.0.1:80`, `[::1]:80`, or a path.
  static func text(_ address: SocketAddress) -> String {
    switch address {
    case .v4: "\(address.ipAddress ?? ""):\(address.port ?? 0)"
    case .v6: "[\(address.ipAddress ?? "")]:\(address.port ?? 0)"
    case .unixDomainSocket: address.pathname ?? ""
    }
  }
}

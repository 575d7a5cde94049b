import NIOCore
import NIOSSL
import NIOTLS
import WebSocketWire

/// One of the two streams of a relay: the handler that brings its bytes, and takes those of the other.
final class RelayEnd: StreamHandler {
  /// Who is at the other side of this stream.
  let role: WebSocketRole
  var facts: SessionFacts
  var tlsErrors: TLSErrorMapping
  /// What passes the bytes on; nil once the relay is over.
  var relay: Relay?
  private let clock: RunClock
  private var opening: Opening
  private var input: Input
  private var output: Output
  private(set) var context: ChannelHandlerContext?

  /// What has to happen before bytes can pass.
  private struct Opening {
    var awaitsTLS: Bool
    var isActive = false
    /// nil before the owner asks, and when it has heard.
    var completion: ((OpeningFailure?) -> Void)?
    var timer: Scheduled<Void>?
  }

  private struct Input {
    let blocks: ReadBlocks?
    var hasGrown = false
    var hasEnded = false
    /// Whether it ended inside TLS, without what TLS says at an end.
    var isCut = false
    /// What came before it could be passed on.
    var early: [ByteBuffer] = []
  }

  private struct Output {
    /// Whether nothing is between this handler and the socket.
    let isDirect: Bool
    var socket: DirectSocketWriter?
    /// How many writes the system has not taken.
    var pending = 0
    var hasEnded = false
    /// Whether the system has taken our end.
    var isEndSent = false
    /// Whether it is a unix socket, which takes nothing more once its other end is closed.
    var isUnix = false
    /// Whether the other stream was cut, which this one shows by the same.
    var isCut = false
    /// Whether the stream is reset when the system has taken all.
    var isResetDue = false
    /// What waits for a time of its own; nil where nothing does.
    var lane: RelayLane?
  }

  /// `isDirect`: nothing is between this handler and the socket.
  init(
    of role: WebSocketRole, usesTLS: Bool, isDirect: Bool, facts: SessionFacts, at place: Relay.Place
  ) {
    self.role = role
    self.facts = facts
    clock = place.clock
    tlsErrors = TLSErrorMapping(role: role.peer)
    opening = Opening(awaitsTLS: usesTLS)
    input = Input(blocks: isDirect ? place.blocks : nil)
    output = Output(isDirect: isDirect)
  }

  var tls: TLSReport? {
    get { facts.tls }
    set { facts.tls = newValue }
  }

  /// Whether the system has taken all that was passed on to this end.
  var isFlushed: Bool { output.pending == 0 && output.lane?.isEmpty != false }
  /// Whether more may be passed on to it.
  var takesMore: Bool { output.lane.map { !$0.isFull } ?? isFlushed }
  private(set) var isClosed = false
  var hasInputEnded: Bool { input.hasEnded }
  var hasOutputEnded: Bool { output.hasEnded }

  // MARK: Opening

  /// Waits for the stream, and for TLS where it is spoken; `completion` is called once, with nil when bytes can pass.
  func begin(within time: Duration, _ completion: @escaping (OpeningFailure?) -> Void) {
    opening.completion = completion
    guard let context else {
      return open(.transport(TransportError(.unreachable, "the stream ended before it was used")))
    }
    if opening.awaitsTLS {
      opening.timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) { [self] in
        open(.handshake(.timedOut(.handshake)))
      }
      context.read()
    } else if opening.isActive {
      open(nil)
    }
  }

  private func open(_ failure: OpeningFailure?) {
    opening.timer?.cancel()
    opening.timer = nil
    let completion = opening.completion
    opening.completion = nil
    completion?(failure)
  }

  var hasEarly: Bool { !input.early.isEmpty }

  /// What came before it could be passed on; it is given once.
  func takeEarly() -> [ByteBuffer] {
    defer { input.early = [] }
    return input.early
  }

  /// Takes back what is to be passed on after all.
  func giveBack(_ pieces: [ByteBuffer]) { input.early = pieces.filter { $0.readableBytes > 0 } + input.early }

  // MARK: Bytes

  /// Asks for the next bytes.
  func read() { if !input.hasEnded { context?.read() } }

  /// Has the bytes that are passed on to this end leave at times of their own.
  func shape(by lane: RelayLane) { output.lane = lane }

  /// Passes bytes on to this end, or nothing in the place of an end.
  func pass(_ bytes: ByteBuffer) {
    guard let lane = output.lane else { return send(bytes) }
    lane.append(bytes)
    pump(lane)
  }

  /// Sends what may leave by now.
  private func pump(_ lane: RelayLane) {
    while output.pending == 0, let bytes = lane.next({ [self] in pump(lane) }) { send(bytes) }
    guard output.pending == 0 else { return }
    if isFlushed { allLeft() } else { relay?.madeRoom(self) }
  }

  private func allLeft() { if output.isResetDue { reset() } else { relay?.flushed(self) } }

  /// What the system takes at once is sent past NIO while nothing waits there.
  ///
  /// The error of a stream that is broken is kept for its end, which NIO reports once it has read what still came.
  private func send(_ bytes: ByteBuffer) {
    guard let context, context.channel.isActive, bytes.readableBytes > 0, facts.streamError == nil else {
      return
    }
    var rest = bytes
    if output.pending == 0, output.isDirect, let socket = output.socket {
      let sent = socket.send(bytes.readableBytesSpan)
      if sent.error != 0 {
        facts.streamError = SystemError.words(sent.error)
        return
      }
      rest.moveReaderIndex(forwardBy: sent.count)
      if rest.readableBytes == 0 { return }
    }
    output.pending += 1
    let written = context.eventLoop.makePromise(of: Void.self)
    written.futureResult.assumeIsolated().whenComplete { [self] _ in
      output.pending -= 1
      guard output.pending == 0 else { return }
      if let lane = output.lane, !lane.isEmpty { pump(lane) } else { allLeft() }
    }
    context.writeAndFlush(NIOAny(rest), promise: written)
  }

  /// Says to this end what the other has said: that no more will come.
  func endOutput(as other: RelayEnd) {
    guard !output.hasEnded else { return }
    output.hasEnded = true
    output.isCut = other.input.isCut
    guard let context else { return }
    let sent = context.eventLoop.makePromise(of: Void.self)
    sent.futureResult.assumeIsolated().whenSuccess { [self] in output.isEndSent = true }
    (output.isCut ? transport ?? context : context).close(mode: .output, promise: sent)
  }

  /// Closes the stream, both of whose directions have ended.
  func close() { (output.isCut ? transport : context)?.close(promise: nil) }

  /// Resets the stream; what has not left is dropped.
  func reset() {
    output.lane?.stop()
    guard let transport else { return }
    output.socket?.resetOnClose()
    transport.close(promise: nil)
  }

  /// Resets the stream once all has left that was passed on, and at the latest after a second.
  func resetAfterOutput() {
    guard !isFlushed, let context else { return reset() }
    output.isResetDue = true
    context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(1)) { [self] in reset() }
  }

  /// Lets the stream go before bytes have passed.
  func drop() {
    opening.completion = nil
    opening.timer?.cancel()
    context?.close(promise: nil)
  }

  /// Answers the client, and ends its stream.
  func answer(_ bytes: [UInt8]) {
    context?.write(NIOAny(ByteBuffer(bytes: bytes)), promise: nil)
    linger()
  }

  /// Ends the stream, whatever still comes.
  func linger() { if let context { LingeringClose.begin(after: context) } }

  /// What closes the stream without a word of TLS.
  private var transport: ChannelHandlerContext? {
    guard let context else { return nil }
    let tls = try? context.pipeline.syncOperations.context(handlerType: NIOSSLHandler.self)
    return tls ?? context
  }
}

extension RelayEnd: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    // Where TLS is spoken one direction can end alone too.
    try? context.channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: true)
    if let blocks = input.blocks { try? ReadSize.share(blocks, on: context.channel) }
    if context.channel.isActive { channelActive(context: context) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    opening.timer?.cancel()
  }

  func channelActive(context: ChannelHandlerContext) {
    guard !opening.isActive else { return }
    opening.isActive = true
    output.socket = DirectSocketWriter(of: context.channel)
    facts.peerAddress = (context.channel.remoteAddress ?? output.socket?.peerAddress)?.text ?? ""
    facts.localAddress = context.channel.localAddress?.text ?? ""
    output.isUnix = [context.channel.localAddress, context.channel.remoteAddress].contains {
      $0?.protocol == .unix
    }
    if facts.phases.last?.name != .proxy {
      facts.note(.tcp, until: clock.now, address: facts.peerAddress, detail: facts.connectDetail)
    }
    if opening.completion != nil { if opening.awaitsTLS { context.read() } else { open(nil) } }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    guard let relay, relay.isOpen else { return input.early.append(buffer) }
    relay.received(buffer, from: self)
    input.blocks?.give(buffer)
    guard !input.hasGrown else { return }
    input.hasGrown = true
    ReadSize.grow(of: context.channel, in: input.blocks)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if opening.awaitsTLS, opening.completion != nil { context.read() }
    relay?.readCompleted(self)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if let event = event as? TLSUserEvent, case .handshakeCompleted(let name) = event, opening.awaitsTLS {
      opening.awaitsTLS = false
      if role == .client, let handler = try? context.pipeline.syncOperations.handler(type: NIOSSLHandler.self)
      {
        tls = TLSReport(handler)
      }
      facts.tls?.applicationProtocol = name
      facts.note(.tls, until: clock.now)
      open(nil)
    }
    if event is FirstBytesEvent { facts.hasReceived = true }
    if let event = event as? ChannelEvent, event == .inputClosed { inputEnded() }
    // Where our direction has ended before, TLS says no more than this.
    if let event = event as? TLSUserEvent, case .shutdownCompleted = event { inputEnded() }
    context.fireUserInboundEventTriggered(event)
  }

  private func inputEnded() {
    guard !opening.awaitsTLS, !input.hasEnded, facts.streamError == nil else { return }
    input.hasEnded = true
    relay?.inputEnded(self)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if let error = error as? NIOSSLError, case .uncleanShutdown = error {
      input.isCut = true
      return
    }
    switch tlsErrors.sort(error, at: opening.awaitsTLS ? .tlsHandshake : .later) {
    case .ignore: break
    case .failure(let failure): open(.transport(failure))
    case .stream(let words):
      facts.streamError = facts.streamError ?? words
      transport?.close(promise: nil)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    isClosed = true
    output.lane?.stop()
    // NIO closes a stream whose second direction ends, without a word about that direction. What could not be told an end was reset.
    if output.hasEnded, output.isDirect || output.isEndSent { inputEnded() }
    if output.isUnix, input.hasEnded, facts.streamError == nil { output.hasEnded = true }
    open(.transport(TransportError(.unreachable, "the stream ended before TLS was agreed on")))
    relay?.closed(self)
  }
}

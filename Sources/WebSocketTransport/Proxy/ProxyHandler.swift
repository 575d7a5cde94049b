import NIOCore
import NIOTLS
import WebSocketWire

/// Gets a tunnel out of a proxy before the handlers after it hear that there is a stream; then it leaves the pipeline.
final class ProxyHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// What the owner hears.
  enum Event {
    /// There is a stream to the proxy, at this address.
    case connected(String)
    /// TLS with the proxy is agreed on.
    case encrypted
    /// There is a tunnel. `open` is to be called once the owner is ready.
    case tunnel
    case failed(ProxyFailure.Reason)
    /// The stream or its TLS failed.
    case error(any Error)
  }

  private var handshake: any ProxyHandshake
  private var awaitsTLS: Bool
  private let timeout: Duration
  private var timer: Scheduled<Void>?
  private var context: ChannelHandlerContext?
  private var isActive = false
  private var rest: [UInt8] = []
  /// nil before the owner listens, and when it has heard the outcome.
  private var report: ((Event) -> Void)?

  /// The status of the answer that made the tunnel; nil for none.
  var status: Int? { handshake.status }

  /// `timeout` is for TLS with the proxy and for its answer together.
  init(_ handshake: any ProxyHandshake, awaitsTLS: Bool, timeout: Duration) {
    self.handshake = handshake
    self.awaitsTLS = awaitsTLS
    self.timeout = timeout
  }

  /// Begins as soon as there is a stream; the last event is `.tunnel`, `.failed` or `.error`.
  func begin(_ report: @escaping (Event) -> Void) {
    self.report = report
    if isActive { start() }
  }

  /// Lets the handlers after this one have the stream, and what the server has said already.
  func open() {
    guard let context else { return }
    context.fireChannelActive()
    if !rest.isEmpty {
      context.fireChannelRead(wrapInboundOut(ByteBuffer(bytes: rest)))
      context.fireChannelReadComplete()
    }
    context.pipeline.syncOperations.removeHandler(self, promise: nil)
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) {
    timer?.cancel()
    report = nil
    self.context = nil
  }

  func channelActive(context: ChannelHandlerContext) {
    isActive = true
    if report != nil { start() }
  }

  private func start() {
    guard let context else { return }
    report?(.connected(context.channel.remoteAddress?.text ?? ""))
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) { [self] in
      finish(.failed(.timedOut))
    }
    if awaitsTLS { context.read() } else { greet(context) }
  }

  private func greet(_ context: ChannelHandlerContext) { send(handshake.greeting, context) }

  private func send(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    context.read()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    // What comes in the same read as the end of the handshake is the server's too.
    guard report != nil else {
      rest += buffer.readableBytesView
      return
    }
    switch handshake.receive(buffer.readableBytesView) {
    case .incomplete: break
    case .send(let bytes): send(bytes, context)
    case .awaitsBody: awaitBody(context)
    case .open(let rest):
      self.rest = rest
      finish(.tunnel)
    case .failed(let reason): finish(.failed(reason))
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if report != nil { context.read() }
  }

  /// The words of a refusal are as long awaited as a server's.
  private func awaitBody(_ context: ChannelHandlerContext) {
    timer?.cancel()
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(Timeouts().refusal)) { [self] in
      finish(.failed(handshake.receiveEnd(nil)))
    }
  }

  func channelInactive(context: ChannelHandlerContext) { finish(.failed(handshake.receiveEnd(nil))) }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    // The proxy may have closed its half alone.
    if case .inputClosed? = event as? ChannelEvent, report != nil {
      return finish(.failed(handshake.receiveEnd(nil)))
    }
    guard let event = event as? TLSUserEvent, case .handshakeCompleted = event, awaitsTLS else {
      return context.fireUserInboundEventTriggered(event)
    }
    awaitsTLS = false
    report?(.encrypted)
    greet(context)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if let error = error as? IOError, !awaitsTLS {
      return finish(.failed(handshake.receiveEnd(SystemError.words(error.errnoCode))))
    }
    finish(.error(error))
  }

  private func finish(_ event: Event) {
    timer?.cancel()
    let report = report
    self.report = nil
    report?(event)
  }
}

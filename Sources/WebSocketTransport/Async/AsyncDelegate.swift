import NIOCore
import WebSocketWire

/// The async API as one sink on the synchronous spine: collects messages, and turns callbacks into promises.
final class AsyncDelegate: SessionDelegate {
  private let session: Session
  private let loop: any EventLoop
  private var source: WebSocketMessages.Producer.Source?
  private var message: [UInt8] = []
  private var ending: Result<Void, any Error>?
  private var isClosing = false
  private var hasDemand = true
  private var waitingForRoom: [EventLoopPromise<Void>] = []
  private var waitingForEnd: [EventLoopPromise<Void>] = []
  private var pings: [[UInt8]: (promise: EventLoopPromise<Duration>, sent: Duration)] = [:]
  private var pingCount: UInt64 = 0

  /// How many messages wait for the reader before the socket is no longer read, and when it is read again.
  private static let strategy = NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark(
    lowWatermark: 4, highWatermark: 16)

  init(_ session: Session, on loop: any EventLoop) {
    self.session = session
    self.loop = loop
  }

  /// The owner's side; to be made once.
  func webSocketSession() -> WebSocketSession {
    let demand = MessageDemand(loop: loop, delegate: NIOLoopBound(self, eventLoop: loop))
    let sequence = WebSocketMessages.Producer.makeSequence(
      elementType: WebSocketMessage.self, failureType: (any Error).self, backPressureStrategy: Self.strategy,
      finishOnDeinit: true, delegate: demand)
    source = sequence.source
    return WebSocketSession(
      messages: WebSocketMessages(base: sequence.sequence), subprotocol: session.subprotocol,
      delegate: self, loop: loop)
  }

  func send(_ kind: MessageKind, _ bytes: [UInt8]) throws -> EventLoopFuture<Void> {
    try session.send(kind, bytes)
    session.flush()
    if session.isWritable { return loop.makeSucceededVoidFuture() }
    let promise = loop.makePromise(of: Void.self)
    waitingForRoom.append(promise)
    return promise.futureResult
  }

  func ping(_ data: [UInt8]) throws -> EventLoopFuture<Duration> {
    pingCount += 1
    let payload = withUnsafeBytes(of: pingCount.bigEndian) { Array($0) } + data
    try session.ping(payload)
    session.flush()
    let promise = loop.makePromise(of: Duration.self)
    pings[payload] = (promise, session.now)
    return promise.futureResult
  }

  func close(_ code: CloseCode, _ reason: String) throws -> EventLoopFuture<Void> {
    if let ending { return loop.makeCompletedFuture(ending) }
    if session.state == .open { try session.close(code, reason: reason) }
    isClosing = true
    session.pauseReasons = []
    let promise = loop.makePromise(of: Void.self)
    waitingForEnd.append(promise)
    return promise.futureResult
  }

  func setDemand(_ demand: Bool) {
    hasDemand = demand
    guard ending == nil else { return }
    session.pauseReasons = demand || isClosing ? [] : .demand
  }

  /// Nothing is read any more: what still comes is dropped, so that the closing can complete.
  func abandon() {
    source = nil
    setDemand(true)
  }

  func handle(_ event: Event, from sender: Role, at time: Duration, bytes: RawSpan, in session: Session) {
    switch event {
    case .messageStart: message = []
    case .messageBytes: bytes.withUnsafeBytes { message.append(contentsOf: $0) }
    case .messageEnd(let kind, _): deliver(kind)
    case .pong: answered(bytes.withUnsafeBytes { Array($0) }, at: time)
    case .ended(let ending): end(Self.result(ending))
    default: break
    }
  }

  func writabilityChanged(in session: Session) {
    guard session.isWritable else { return }
    let promises = waitingForRoom
    waitingForRoom = []
    for promise in promises { promise.succeed() }
  }

  private func deliver(_ kind: MessageKind) {
    let whole =
      kind == .text ? WebSocketMessage.text(String(decoding: message, as: UTF8.self)) : .binary(message)
    message = []
    if isClosing, !hasDemand { return }
    switch source?.yield(whole) {
    case .stopProducing: setDemand(false)
    case .produceMore: hasDemand = true
    case .dropped, nil: break
    }
  }

  private func answered(_ payload: [UInt8], at time: Duration) {
    guard let ping = pings.removeValue(forKey: payload) else { return }
    ping.promise.succeed(time - ping.sent)
  }

  private func end(_ result: Result<Void, any Error>) {
    guard ending == nil else { return }
    ending = result
    let failure: any Error =
      switch result {
      case .success: UsageError("the connection is closed")
      case .failure(let error): error
      }
    switch result {
    case .success: source?.finish()
    case .failure(let error): source?.finish(error)
    }
    for promise in waitingForRoom { promise.fail(failure) }
    for ping in pings.values { ping.promise.fail(failure) }
    for promise in waitingForEnd { promise.completeWith(result) }
    (waitingForRoom, pings, waitingForEnd, source) = ([], [:], [], nil)
  }

  private static func result(_ ending: ConnectionEnd) -> Result<Void, any Error> {
    ending.isOrderly(for: .client) ? .success(()) : .failure(SessionError(ending: ending))
  }
}

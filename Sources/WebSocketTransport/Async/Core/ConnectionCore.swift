import Logging
import NIOCore
import WebSocketWire

/// A connection's side on its event loop: the delegate of its session, which turns events into messages and calls into frames.
///
/// It knows no `WebSocketConnection`, so the last reference to one can end the connection.
final class ConnectionCore: SessionDelegate {
  private let session: WebSocketSession
  private let loop: any EventLoop
  private let settings: ConnectionSettings
  private let onOpened: (WebSocketConnection) -> Void
  private let inbound = InboundQueue<WebSocketMessage>(limit: ConnectionCore.waitingLimit)
  private let outcome = ConnectionOutcome()
  private let outbound: QueueDrain
  private var arrived = ArrivedMessages()
  private var keepalive: Keepalive?
  /// The true reason of an end that the session knows only as `.abandoned`.
  private var failure: WebSocketError?
  private var closings: [Pending<Void>] = []
  private var pings = PingTable()

  /// How much may wait for the reader before the socket is no longer read, in bytes with 64 for each message.
  private static let waitingLimit = 262_144
  /// How much of that is handed over before the batch has ended.
  private static let handedCost = waitingLimit / 4

  /// `onOpened` gets the owner's side, once the opening handshake is done.
  init(
    _ session: WebSocketSession, on loop: any EventLoop, _ settings: ConnectionSettings,
    onOpened: @escaping (WebSocketConnection) -> Void
  ) {
    self.session = session
    self.loop = loop
    self.settings = settings
    self.onOpened = onOpened
    let box = NIOLoopBoundBox<WeakCore>(WeakCore(), eventLoop: loop)
    outbound = QueueDrain(SendQueue { loop.execute { box.value.core?.drain() } }, to: session)
    box.value.core = self
  }

  private struct WeakCore { weak var core: ConnectionCore? }

  var interests: EventInterests { .batches }

  // MARK: Calls

  /// Writes what tasks have sent, as long as the socket takes it.
  func drain() { outbound.drain { sendWaitingPings() } }

  /// Sends a Ping, after the frame that is being sent; `pending` gets the time until its Pong.
  func ping(_ data: [UInt8], timeout: Duration, _ pending: Pending<Duration>) {
    guard session.state == .open else { return fail(pending) }
    do {
      let payload = try pings.payload(for: data)
      if session.remainingPayload == nil {
        try session.ping(payload)
        session.flush()
      } else {
        pings.waiting.append(payload)
      }
      let timer = loop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) { [weak self] in
        self?.pings.forget(payload)
        pending.complete(.failure(WebSocketError(.open, .noPong(within: timeout))))
      }
      pings.sent[payload] = PingTable.Entry(pending: pending, start: session.now, timer: timer)
    } catch {
      pending.complete(.failure(WebSocketError(.open, .usage(error))))
    }
  }

  private func fail(_ pending: Pending<Duration>) {
    pending.complete(.failure(outcome.error ?? WebSocketError(.open, .closed)))
  }

  /// Drops a ping that was cancelled.
  func forget(_ pending: Pending<Duration>) { pings.forget(pending) }

  private func sendWaitingPings() {
    for payload in pings.waiting { try? session.ping(payload) }
    pings.waiting = []
  }

  /// Begins the closing handshake after all that was sent; `pending` is complete when the socket is closed.
  func close(_ code: CloseCode, _ reason: String, _ pending: Pending<Void>) {
    guard outcome.end == nil else { return whenClosed(pending) }
    if session.state == .open, !outbound.isClosing {
      do {
        try begin(closing: code, reason, within: settings.closeTime)
      } catch {
        outbound.isClosing = false
        pending.complete(.failure(WebSocketError(.open, .usage(error))))
        return
      }
    }
    whenClosed(pending)
  }

  /// Ends the connection in whatever state it is, within that time at most.
  func leave(_ code: CloseCode, within limit: Duration, _ pending: Pending<Void>) {
    if outcome.end == nil { try? begin(closing: code, "", within: min(limit, settings.closeTime)) }
    inbound.finish(.success(()))
    whenClosed(pending)
  }

  /// The last reference to the owner's side is gone.
  func ownerLeft() {
    guard outcome.end == nil else { return }
    _ = inbound.abandon()
    try? begin(closing: .goingAway, "", within: settings.closeTime)
  }

  /// Sends what waits, and the Close after it; a frame that is begun has no place for one.
  private func begin(closing code: CloseCode, _ reason: String, within limit: Duration) throws(UsageError) {
    outbound.isClosing = true
    drain()
    if session.state == .open, session.remainingPayload == nil {
      try session.close(code, reason: reason)
    } else {
      session.shutDown(ClosePayload(code: code))
    }
    session.pauseReasons = []
    guard outcome.end == nil else { return }
    let timer = loop.assumeIsolated().scheduleTask(in: TimeAmount(limit)) { [weak self] in
      self?.session.abort()
    }
    session.channel?.closeFuture.assumeIsolated().whenComplete { _ in timer.cancel() }
  }

  /// Drops the connection because a message in one frame cannot be completed.
  func breakOff() { session.abort() }

  /// The reader has taken what waited.
  func resumeReading() {
    if outcome.end == nil { session.pauseReasons = [] }
  }

  /// The end of the socket, which comes after that of the connection.
  private func whenClosed(_ pending: Pending<Void>) {
    guard outcome.end != nil else { return closings.append(pending) }
    let error = outcome.error
    let report: () -> Void = { pending.complete(error.map { .failure($0) } ?? .success(())) }
    guard let channel = session.channel else { return report() }
    channel.closeFuture.assumeIsolated().whenComplete { _ in report() }
  }

  // MARK: Events

  func handle(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan,
    in session: WebSocketSession
  ) {
    keepalive?.heard()
    switch event {
    case .opened(let report): open(report)
    case .messages(let batch): receive(batch, bytes)
    case .messageStart: arrived.begin()
    case .messageBytes: bytes.withUnsafeBytes { arrived.append($0) }
    case .messageEnd(let kind, _):
      arrived.finish(kind)
      handIfLarge()
    case .pong: pings.answered(bytes.withUnsafeBytes { Array($0) }, at: time)
    case .ended(let end): finish(end)
    default: break
    }
  }

  func batchEnded(in session: WebSocketSession) { hand() }

  func writabilityChanged(in session: WebSocketSession) { if session.isWritable { drain() } }

  private func open(_ report: HandshakeReport) {
    settings.logger?.debug("connection opened", metadata: ["peer": "\(session.peerAddress)"])
    if let interval = settings.pingInterval {
      keepalive = Keepalive(of: session, interval: interval, timeout: settings.pingTimeout) {
        [unowned self] timeout in
        failure = WebSocketError(.open, .noPong(within: timeout))
        session.abort()
      }
    }
    onOpened(
      WebSocketConnection(
        ConnectionFacts(report, of: session), settings, inbound, outbound.queue, outcome,
        core: NIOLoopBound(self, eventLoop: loop)))
  }

  private func receive(_ batch: MessageBatch, _ bytes: RawSpan) {
    bytes.withUnsafeBytes { bytes in
      for piece in batch.pieces {
        let part = UnsafeRawBufferPointer(rebasing: bytes[piece.bytes])
        if piece.beginsMessage, piece.endsMessage {
          arrived.add(WebSocketMessage(batch.kind, part))
        } else {
          if piece.beginsMessage { arrived.begin() }
          arrived.append(part)
          if piece.endsMessage { arrived.finish(batch.kind) }
        }
        handIfLarge()
      }
    }
  }

  /// What has to pause the reading must do so before the next read is asked for.
  private func handIfLarge() {
    if arrived.cost >= Self.handedCost { hand() }
  }

  /// Hands the messages of a batch to the reader, and pauses when enough of them wait.
  private func hand() {
    guard !arrived.isEmpty else { return }
    if outbound.isClosing, inbound.isFull { return arrived.drop() }
    let isFull = arrived.hand(to: inbound)
    if isFull, !outbound.isClosing, session.state == .open { session.pauseReasons = .demand }
  }

  private func finish(_ end: ConnectionEnd) {
    guard outcome.end == nil else { return }
    hand()
    keepalive?.stop()
    keepalive = nil
    let isOrderly = end.isOrderly(for: session.role)
    let error = isOrderly ? nil : failure ?? WebSocketError(.open, .ended(end))
    outcome.set(end, error)
    settings.logger?.debug(
      "connection ended",
      metadata: ["peer": "\(session.peerAddress)", "how": "\(error?.description ?? "closed")"])
    // Who finds that there are no more messages finds every other call over too.
    outbound.queue.fail(error ?? WebSocketError(.open, .closed))
    inbound.finish(error.map { .failure($0) } ?? .success(()))
    pings.fail(error ?? WebSocketError(.open, .closed))
    let waiting = closings
    closings = []
    for pending in waiting { whenClosed(pending) }
  }
}

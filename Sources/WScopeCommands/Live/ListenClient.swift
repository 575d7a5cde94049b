import NIOCore
import WebSocketTransport
import WebSocketWire

/// One client of a listener: gathers its messages, and minds whether it takes what it is sent.
final class ListenClient: SessionConsumer {
  private let run: ListenRun
  private let view: LiveView?
  /// What a prompt knows of it.
  private let correspondence: Correspondence?
  private let loop: NIOIsolatedEventLoop
  private var message: [UInt8] = []
  private var stall: Scheduled<Void>?
  private var lastProgress = NIODeadline.now()

  /// How long a client may take nothing of what waits for it; less where it keeps others waiting.
  private static let stallLimit = TimeAmount.seconds(10)
  private static let broadcastLimit = TimeAmount.seconds(2)

  init(run: ListenRun, view: LiveView?, correspondence: Correspondence?, loop: NIOIsolatedEventLoop) {
    self.correspondence = correspondence
    self.run = run
    self.view = view
    self.loop = loop
  }

  var wantsFrames: Bool { view != nil || correspondence != nil }

  func received(_ event: Event, bytes: RawSpan, in session: Session) {
    view?.received(event, bytes, session)
    correspondence?.received(event, bytes: bytes, in: session)
    switch event {
    case .opened: run.opened(session)
    case .messageStart: message.removeAll(keepingCapacity: message.capacity <= 65536)
    case .messageBytes: bytes.withUnsafeBytes { message.append(contentsOf: $0) }
    case .messageEnd(let kind, _): run.received(kind, message, from: session)
    case .ended(let ending): leave(session, ending)
    default: break
    }
  }

  func sent(_ event: Event, bytes: RawSpan, in session: Session) {
    view?.sent(event, bytes)
    correspondence?.sent(event, bytes: bytes, in: session)
  }

  func batchEnded(in session: Session) {
    run.batchEnded(in: session)
    if stall == nil { watch(session) }
  }

  func flushed(in session: Session) {
    stopWatching()
    correspondence?.flushed(in: session)
  }

  func writabilityChanged(in session: Session) {
    stopWatching()
    watch(session)
    correspondence?.writabilityChanged(in: session)
    run.rest(session)
  }

  func progressed(in session: Session) { lastProgress = .now() }

  func failed(_ error: TransportError, in session: Session) {
    correspondence?.failed(error, in: session)
    leave(session, nil)
  }

  private func leave(_ session: Session, _ ending: Ending?) {
    stopWatching()
    run.ended(session, ending)
  }

  // MARK: A client that takes nothing

  /// Begins to watch that what waits for the client leaves.
  private func watch(_ session: Session) {
    guard !session.isFlushed, session.state == .open else { return }
    lastProgress = .now()
    checkProgress(session)
  }

  private func stopWatching() {
    stall?.cancel()
    stall = nil
  }

  /// Looks again when the client's time is over, counted from what it took last.
  private func checkProgress(_ session: Session) {
    let isAwaited = run.plan.reply == .broadcast && !session.isWritable
    let limit = isAwaited ? Self.broadcastLimit : Self.stallLimit
    let due = lastProgress + limit
    guard due <= .now() else {
      stall = loop.scheduleTask(deadline: due) { [unowned self] in
        stall = nil
        checkProgress(session)
      }
      return
    }
    if session.state == .open { run.stalled(session, after: limit) }
  }
}

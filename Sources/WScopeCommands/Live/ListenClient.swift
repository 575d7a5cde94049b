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

  /// How long a client among others may take nothing of what waits for it.
  static let stallLimit = TimeAmount.seconds(2)

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

  func batchEnded(in session: Session) { run.batchEnded(in: session) }

  func flushed(in session: Session) { correspondence?.flushed(in: session) }

  func writabilityChanged(in session: Session) {
    watch(session)
    correspondence?.writabilityChanged(in: session)
    run.rest(session)
  }

  func progressed(in session: Session) { watch(session) }

  func failed(_ error: TransportError, in session: Session) {
    correspondence?.failed(error, in: session)
    leave(session, nil)
  }

  private func leave(_ session: Session, _ ending: Ending?) {
    stall?.cancel()
    run.ended(session, ending)
  }

  /// Sets the clock of the stall anew; it runs only where a client would keep others waiting.
  private func watch(_ session: Session) {
    stall?.cancel()
    guard run.plan.reply == .broadcast, !session.isWritable, session.state == .open else { return }
    stall = loop.scheduleTask(in: Self.stallLimit) { [run] in run.stalled(session) }
  }
}

import NIOCore
import WebSocketCapture
import WebSocketTransport
import WebSocketWire

/// One client of a listener: collects its messages, and watches whether it reads what it is sent.
final class ListenClient: SessionDelegate {
  unowned let session: WebSocketSession
  private let run: ListenRun
  private let trace: SessionTrace?
  /// What answers it as a recorded server did; nil where nothing does.
  private(set) var mock: MockServer?
  /// What a prompt knows of it.
  private let promptConnection: PromptConnection?
  private var message: [UInt8] = []
  /// Watches whether it reads what it is sent.
  private lazy var stall = StallWatch(
    limit: { [unowned self] in keepsOthersWaiting ? Self.sharedStallLimit : Self.stallLimit },
    onStall: { [unowned self] in run.stalled(session, after: $0) })
  /// How many bytes it holds of messages that were sent to it and have not left, as `ListenClients.memory` knows.
  private var waiting = 0
  /// The same of what compresses its messages.
  private var contexts = 0
  /// There was no memory for its message, and the rest of it is not kept either.
  private var isRefused = false

  /// How long a client may take nothing of what waits for it; less where it keeps others waiting.
  private static let stallLimit = TimeAmount.seconds(10)
  private static let sharedStallLimit = TimeAmount.seconds(2)
  /// What is longer than this, in bytes, leaves at once if it can, before the same is sent to others.
  private static let longMessage = 65536

  init(
    _ session: WebSocketSession, run: ListenRun, mock plan: MockPlan?, loop: NIOIsolatedEventLoop,
    trace: SessionTrace?, promptConnection: PromptConnection?
  ) {
    self.session = session
    self.promptConnection = promptConnection
    self.run = run
    self.trace = trace
    mock = plan.map { MockServer($0, for: self, of: run, on: loop) }
  }

  private var keepsOthersWaiting: Bool {
    run.sendsToAll && !session.isWritable && run.clients.open.count > 1
  }

  var interests: EventInterests { trace != nil || promptConnection != nil ? .frames : [] }

  func handle(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan,
    in session: WebSocketSession
  ) {
    trace?.handle(event, from: sender, at: time, bytes: bytes, in: session)
    promptConnection?.handle(event, from: sender, at: time, bytes: bytes, in: session)
    guard sender == .client else { return }
    switch event {
    case .opened(let report):
      // What was taken when it was agreed on.
      contexts = report.deflate?.memory(of: .server) ?? 0
      run.opened(self, report)
    case .messageStart: message = run.clients.memory.takeBuffer()
    case .messageBytes: hold(bytes)
    case .messageEnd(let kind, _): end(kind)
    case .ended(let ending): leave(ending)
    default: break
    }
  }

  func batchEnded(in session: WebSocketSession) {
    run.batchEnded(in: session)
    stall.batchEnded(in: session)
  }

  func flushed(in session: WebSocketSession) {
    stall.stop()
    giveWaiting()
    mock?.pump()
    promptConnection?.flushed(in: session)
    run.pumpInput()
  }

  func writabilityChanged(in session: WebSocketSession) {
    stall.writabilityChanged(in: session)
    promptConnection?.writabilityChanged(in: session)
    run.clients.applyBackpressure(to: session)
    mock?.pump()
    run.pumpInput()
  }

  func progressed(in session: WebSocketSession) { stall.progressed() }

  /// Sends a message, if there is memory for what does not leave at once; otherwise its connection is closed.
  func send(_ kind: MessageKind, _ message: [UInt8]) {
    guard session.state == .open else { return }
    guard run.clients.memory.take(message.count) else { return refuse() }
    waiting += message.count
    // A send can only fail while the connection is not open, and then the message is not awaited.
    try? session.send(kind, message)
    if message.count > Self.longMessage { session.flush() }
    if session.isFlushed { giveWaiting() }
  }

  /// The same for what was recorded.
  func send(_ frame: RecordedFrame) {
    guard session.state == .open else { return }
    guard run.clients.memory.take(frame.content.count) else { return refuse() }
    waiting += frame.content.count
    try? frame.send(on: session)
    if session.isFlushed { giveWaiting() }
  }

  // MARK: Memory

  private func hold(_ bytes: RawSpan) {
    guard !isRefused else { return }
    guard run.clients.memory.take(bytes.byteCount) else { return refuse() }
    bytes.withUnsafeBytes { message.append(contentsOf: $0) }
  }

  private func end(_ kind: MessageKind) {
    guard !isRefused else { return }
    run.received(kind, message, from: self)
    dropMessage()
  }

  private func dropMessage() {
    run.clients.memory.give(message.count)
    var dropped: [UInt8] = []
    swap(&dropped, &message)
    run.clients.memory.giveBuffer(&dropped)
  }

  private func giveWaiting() {
    run.clients.memory.give(waiting)
    waiting = 0
  }

  /// Closes the connection, because the client would hold too much.
  func refuse() {
    isRefused = true
    dropMessage()
    try? session.close(.tryAgainLater, reason: "the listener holds too much already")
  }

  // MARK: Leaving

  private func leave(_ ending: ConnectionEnd) {
    stall.stop()
    mock?.stop()
    dropMessage()
    giveWaiting()
    run.clients.memory.giveContexts(contexts)
    contexts = 0
    run.ended(self, ending)
  }
}

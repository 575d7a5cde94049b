import NIOCore
import SystemCalls
import WebSocketCapture
import WebSocketConversation
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// A relay from its address to its end: a signal, or the loss of the reader of what it shows.
///
/// It lives on the event loop; the run is over when `finish` is called, once.
final class ProxyRun {
  let plan: ProxyPlan
  private let outputs: RunOutputs
  private let clock: RunClock
  private let finish: (Failure?) -> Void
  private let statistics: RunStatistics?
  /// What belongs to no connection, as events.
  private let events: EventWriter?
  private var listener: Listener?
  /// Every connection that is not over.
  private var clients: [Int: ProxyClient] = [:]
  /// Finds the WebSocket connections in what passes; nil where nothing is made of it.
  private var reader: ConversationReader?
  private var isPaused = false
  private var isOver = false

  init(
    _ plan: ProxyPlan, outputs: RunOutputs, clock: RunClock,
    finish: @escaping (Failure?) -> Void
  ) {
    (self.plan, self.outputs, self.clock, self.finish) = (plan, outputs, clock, finish)
    statistics = plan.views.stats ? RunStatistics(role: nil) : nil
    events = plan.events?.writer(of: 0, role: nil, clock: clock, to: outputs.events)
    outputs.record(as: nil, clock: clock)
    outputs.onRoom = { [unowned self] in pace() }
    outputs.onLoss = { [unowned self] loss in end(loss == .brokenPipe ? nil : self.outputs.failure) }
    guard plan.isFollowed else { return }
    reader = ConversationReader { [unowned self] conversation in
      clients.values.first { $0.conversation === conversation }?.trace(of: conversation)
    }
    reader?.onForeign = { [unowned self] conversation, kind in
      clients.values.first { $0.conversation === conversation }?.isForeign(kind)
    }
  }

  func listening(_ result: Result<Listener, any Error>) {
    switch result {
    case .success(let listener):
      self.listener = listener
      let place = place(of: listener)
      events?.listening(at: place, time: clock.now)
      outputs.recording?.recorder?.listening(at: place, time: clock.now)
      let server =
        plan.target.isForward
        ? "as a proxy for CONNECT and http://" : "for \(plan.target.url.scheme)://\(plan.target.endpoint)"
      say("listening on \(place), \(server)")
      flush()
    case .failure(let error):
      let failure = Failure(error)
      events?.failed(failure, at: clock.now)
      over(failure)
    }
  }

  private func place(of listener: Listener) -> String {
    let scheme = plan.listener.identity == nil ? "ws" : "wss"
    switch plan.listener.address {
    case .tcp(let host, let port):
      return "\(scheme)://\(Endpoint.tcp(host: host, port: listener.localAddress?.port ?? port))/"
    case .unix(let path): return "the unix socket \(Escaper.line(path)) (\(scheme))"
    }
  }

  func interrupted(by signal: Int32) {
    outputs.hurry()
    end(Failure(status: ExitStatus.signal(signal), "ended by signal \(signal)"))
  }

  /// The reader of standard output has gone.
  func outputIsGone() { if plan.showsConnections { end(nil) } }

  /// Drops every connection; the run is over once all is written.
  private func end(_ failure: Failure?) {
    guard !isOver else { return }
    for client in clients.values { client.relay.abort() }
    events?.failed(failure, at: clock.now)
    outputs.recording?.recorder?.failed(failure, connection: 0, at: clock.now)
    statistics?.write(to: outputs.notes, width: plan.views.width)
    over(failure)
  }

  private func over(_ failure: Failure?) {
    guard !isOver else { return }
    isOver = true
    let drain = { [self] in outputs.whenDrained { [self] in finish(failure ?? outputs.failure) } }
    // A unix socket's file goes with the channel.
    guard let listener else { return drain() }
    listener.close().assumeIsolated().whenComplete { _ in drain() }
  }

  // MARK: Connections

  func delegate(for relay: Relay) -> any RelayDelegate {
    let client = ProxyClient(relay, run: self, conversation: reader?.follow())
    clients[relay.number] = client
    relay.isPaused = isPaused
    return client
  }

  func ended(_ client: ProxyClient) {
    clients[client.relay.number] = nil
    flush()
  }

  /// Hands on the lines of what has happened, and reads on only while there is room for more.
  func flush() {
    outputs.flush()
    if outputs.isFull { pace() }
  }

  private func pace() {
    isPaused = outputs.isFull
    if isPaused { outputs.notePause() }
    for client in clients.values { client.relay.isPaused = isPaused }
  }

  /// What one WebSocket connection is shown, written and counted by.
  func sinks(of number: Int) -> RecordingTrace.Sinks {
    let writer = plan.events?.writer(of: number, role: nil, clock: clock, to: outputs.events)
    let view = plan.events == nil && plan.views.isAnything ? self.view : nil
    let recorded = outputs.recording?.recorder?.connection(number)
    let shown: [(any TraceSink)?] = [statistics, writer, view, recorded]
    return RecordingTrace.Sinks(
      builder: TraceBuilder(
        connection: number, payloadLimit: plan.payloadLimit, sinks: shown.compactMap { $0 }),
      view: view, writer: writer, recorded: recorded, role: nil)
  }

  private var view: LiveView {
    LiveView(
      output: outputs.views, options: plan.views, role: nil, startSinceEpoch: clock.startSinceEpoch)
  }

  /// Tells of a connection among the views.
  func tell(_ sentence: String) { if plan.events == nil { view.tell(sentence) } }

  /// Says on standard error what strangers cause, unless that is too slow.
  func say(_ sentence: String) {
    guard !outputs.notes.isFull else { return }
    let lines = LineFolder.fold([sentence], width: Descriptor.columns(STDERR_FILENO))
    outputs.notes.append(lines.map { $0 + "\n" }.joined())
    outputs.notes.flush()
  }
}

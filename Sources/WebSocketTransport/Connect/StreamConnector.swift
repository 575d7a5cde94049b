import NIOCore
import NIOPosix
import WebSocketWire

/// What takes the stream of a connect: the last handler of its channel.
protocol StreamHandler: ChannelHandler, TLSOwner {
  var facts: SessionFacts { get set }
}

/// Gets a stream to a server: looks its name up, races the addresses (RFC 8305), and has a proxy make a tunnel if the route says so.
///
/// All of it runs on the event loop.
final class StreamConnector<Handler: StreamHandler> {
  /// The handler of the stream, which hears of it right after, and how much of the time for handshakes a proxy has used.
  typealias Outcome = Result<(handler: Handler, spent: Duration), OpeningFailure>

  private let route: Route
  private let tls: ClientTLS?
  private let loop: any EventLoop
  private let clock: RunClock
  private let start: Duration
  private let dial: Dial
  private let tunnel: Tunnel?
  private let makeHandler: () -> Handler
  /// How the owner hears the outcome; nil once it has.
  private var completion: ((Outcome) -> Void)?
  /// That of the stream that there is.
  private(set) var handler: Handler?

  /// `makeHandler` makes the handler of each address that is tried. Throws `UsageError` for a server that cannot be reached by the route's
  /// proxy, and `TransportError` where TLS with it cannot be prepared.
  init(
    _ configuration: ClientConfiguration, route: Route, tls: ClientTLS?, on loop: any EventLoop,
    clock: RunClock, resolver: (any Resolver & Sendable)? = nil, makeHandler: @escaping () -> Handler
  ) throws {
    (self.route, self.tls, self.loop, self.clock, self.makeHandler) = (route, tls, loop, clock, makeHandler)
    start = clock.now
    dial = Dial(route, configuration.timeouts, on: loop, clock: clock, resolver: resolver)
    tunnel = try route.proxy.map {
      try Tunnel(
        $0, to: route.endpoint, within: configuration.timeouts.handshake, store: configuration.tls.systemStore
      )
    }
  }

  /// Begins to connect; `completion` is called once.
  func connect(_ completion: @escaping (Outcome) -> Void) {
    self.completion = completion
    guard let (host, port) = route.nameForProxy else { return dialUp() }
    dial.addresses(of: host, port) { [self] addresses in
      guard self.completion != nil else { return }
      switch addresses {
      case .success(let addresses):
        tunnel?.addresses = addresses
        dialUp()
      case .failure(let error): finish(.failure(.transport(error)))
      }
    }
  }

  /// Gives up, without a word to the owner.
  func cancel() {
    completion = nil
    dial.cancel()
  }

  /// Why there is no connection, to which these steps of the route lead. `handshake` is asked where the last step was not done.
  func error(
    _ reason: OpeningFailure, steps: [Phase.Name], handshake: () -> HandshakeReport? = { nil }
  ) -> ConnectError {
    var phases = handler?.facts.phases ?? []
    if handler == nil, steps.first == .dns, let lookedUp = dial.lookedUp {
      phases = [Phase(.dns, from: start, to: lookedUp)]
    }
    let phase = steps[min(phases.count, steps.count - 1)]
    return ConnectError(
      reason: reason, route: route, phase: phase, phases: phases, attempts: dial.log.attempts,
      handshake: phase == .upgrade ? handshake() : nil, address: handler?.facts.peerAddress ?? "",
      localAddress: handler?.facts.localAddress ?? "", start: start,
      streamError: handler?.facts.streamError, tls: handler?.tls)
  }

  private func dialUp() {
    dial.connect(usesTLS: tls != nil || route.proxy?.scheme == .https) { [self] in
      try prepare($0)
    } completion: { [self] in
      connected($0)
    }
  }

  /// Makes the pipeline of an address that is about to be tried.
  private func prepare(_ channel: any Channel) throws {
    guard completion != nil else { throw CancellationError() }
    let handler = makeHandler()
    if route.steps.first == .dns, let lookedUp = dial.lookedUp { handler.facts.note(.dns, until: lookedUp) }
    let pipeline = channel.pipeline.syncOperations
    try tunnel?.prepare(pipeline, on: loop)
    if let tls { try pipeline.addHandlers(tls.handlers(for: handler, on: loop)) }
    try pipeline.addHandler(handler)
  }

  /// There is a stream, or none. The owner hears of it before the handler hears that the channel is active.
  private func connected(_ channel: Result<any Channel, TransportError>) {
    do throws(TransportError) {
      let channel = try channel.get()
      guard completion != nil else { return channel.close(promise: nil) }
      guard let handler = try? channel.pipeline.syncOperations.handler(type: Handler.self) else {
        // The server has closed the stream before it was used.
        throw dial.fault.explain(ChannelError.eof)
      }
      self.handler = handler
      handler.facts.connectDetail = dial.log.detail(before: channel.remoteAddress?.text ?? "")
      guard let tunnel else { return finish(.success((handler, .zero))) }
      tunnel.begin(channel) { [self] in follow($0, channel, handler) }
    } catch {
      finish(.failure(.transport(error)))
    }
  }

  /// Notes how far the tunnel has come.
  private func follow(_ event: Tunnel.Event, _ channel: any Channel, _ handler: Handler) {
    guard completion != nil, let tunnel else { return channel.close(promise: nil) }
    switch event {
    case .connected(let address):
      handler.facts.note(.tcp, until: clock.now, address: address, detail: handler.facts.connectDetail)
    case .encrypted: handler.facts.note(.proxyTLS, until: clock.now)
    case .open:
      handler.facts.note(.proxy, until: clock.now, address: "\(tunnel.proxy)", status: tunnel.status)
      finish(.success((handler, tunnel.timeSpent)))
      tunnel.open()
    case .again:
      channel.close(promise: nil)
      self.handler = nil
      dialUp()
    case .failed(let reason):
      finish(.failure(reason))
      channel.close(promise: nil)
    }
  }

  private func finish(_ outcome: Outcome) {
    let completion = completion
    self.completion = nil
    completion?(outcome)
  }
}

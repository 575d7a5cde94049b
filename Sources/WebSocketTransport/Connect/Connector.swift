public import NIOCore
package import NIOPosix
import WebSocketWire

/// Connects to a server, once: looks its name up, races the addresses (RFC 8305), has a proxy make a tunnel and speaks TLS if the route says
/// so, and completes the opening handshake. The outcome is an open session, or one error.
///
/// All of it runs on the event loop.
public final class Connector {
  /// An open session, or why there is none.
  public typealias Outcome = Result<WebSocketSession, ConnectError>

  private let configuration: ClientConfiguration
  private let route: Route
  private let request: OpeningRequest
  private let tls: ClientTLS?
  private let loop: any EventLoop
  private let number: Int
  private let clock: RunClock
  private let dial: Dial
  private let start: Duration
  /// How the owner hears the outcome; nil once it has.
  private var completion: ((Outcome) -> Void)?
  /// What speaks to the server, or will once a proxy has made a tunnel; nil before there is a stream.
  private var handler: SessionHandler?
  /// What gets the tunnel.
  private var tunnel: Tunnel?

  /// Prepares a connect. Throws `UsageError` for a request that cannot be made, and `TransportError` for a certificate or key
  /// that cannot be used. To be called on the event loop.
  public convenience init(_ configuration: ClientConfiguration, on loop: any EventLoop) throws {
    try self.init(configuration, on: loop, number: 1)
  }

  /// The same for one connection of many: `number` is the session's, `clock` its run's, and `resolver` one that is not the
  /// system's, so that tests can say which addresses a name has.
  package init(
    _ configuration: ClientConfiguration, on loop: any EventLoop, number: Int = 1,
    clock: RunClock = RunClock(), resolver: (any Resolver & Sendable)? = nil
  ) throws {
    loop.preconditionInEventLoop()
    self.configuration = configuration
    route = try configuration.wantedRoute()
    request = try configuration.request()
    tls = route.usesTLS ? try ClientTLS(configuration) : nil
    self.loop = loop
    self.number = number
    self.clock = clock
    start = clock.now
    dial = Dial(route, configuration.timeouts, on: loop, clock: clock, resolver: resolver)
    tunnel = try route.proxy.map {
      try Tunnel(
        $0, to: route.endpoint, within: configuration.timeouts.handshake, store: configuration.tls.systemStore
      )
    }
  }

  /// Begins to connect; `completion` is called once. An open session whose owner gives it no delegate there is dropped.
  public func connect(_ completion: @escaping (Outcome) -> Void) {
    self.completion = completion
    guard let (host, port) = route.nameForProxy else { return dialUp() }
    dial.addresses(of: host, port) { [self] addresses in
      guard self.completion != nil else { return }
      switch addresses {
      case .success(let addresses):
        tunnel?.addresses = addresses
        dialUp()
      case .failure(let error): fail(.transport(error))
      }
    }
  }

  /// Gives up; the outcome is `.cancelled`, at once.
  public func cancel() {
    let session = handler?.session
    fail(.cancelled)
    session?.abort()
    dial.cancel()
  }

  // MARK: Steps

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
    let connection = Connection(
      client: request, limits: configuration.limits, generator: PooledGenerator())
    connection.answersPings = configuration.answersPings
    let handler = SessionHandler(
      connection, number: number, usesTLS: tls != nil, timeouts: configuration.timeouts, clock: clock,
      start: start, ownsChannel: route.proxy?.scheme != .https)
    if route.steps.first == .dns, let lookedUp = dial.lookedUp { handler.facts.note(.dns, until: lookedUp) }
    let pipeline = channel.pipeline.syncOperations
    try tunnel?.prepare(pipeline, on: channel.eventLoop)
    if let tls {
      try pipeline.addHandlers(tls.handlers(for: handler, on: channel.eventLoop))
    }
    try pipeline.addHandler(handler)
  }

  /// There is a stream, or none. The session begins before its handlers hear that the channel is active.
  private func connected(_ channel: Result<any Channel, TransportError>) {
    do throws(TransportError) {
      let channel = try channel.get()
      guard completion != nil else { return channel.close(promise: nil) }
      guard let handler = try? channel.pipeline.syncOperations.handler(type: SessionHandler.self) else {
        // The server has closed the stream before it was used.
        throw dial.fault.explain(ChannelError.eof)
      }
      self.handler = handler
      handler.facts.connectDetail = dial.log.detail(before: channel.remoteAddress?.text ?? "")
      guard let tunnel else { return begin(handler) }
      tunnel.begin(channel) { [self] in follow($0, channel, handler) }
    } catch {
      fail(.transport(error))
    }
  }

  private func begin(_ handler: SessionHandler) {
    handler.begin { [self] _, outcome in
      switch outcome {
      case .success(let session): succeed(session)
      case .failure(let reason): fail(reason)
      }
    }
  }

  /// Notes how far the tunnel has come.
  private func follow(_ event: Tunnel.Event, _ channel: any Channel, _ handler: SessionHandler) {
    guard completion != nil, let tunnel else { return channel.close(promise: nil) }
    switch event {
    case .connected(let address):
      handler.facts.note(.tcp, until: clock.now, address: address, detail: handler.facts.connectDetail)
    case .encrypted: handler.facts.note(.proxyTLS, until: clock.now)
    case .open:
      handler.facts.note(.proxy, until: clock.now, address: "\(tunnel.proxy)", status: tunnel.status)
      handler.spend(tunnel.timeSpent)
      begin(handler)
      tunnel.open()
    case .again:
      channel.close(promise: nil)
      self.handler = nil
      dialUp()
    case .failed(let reason):
      fail(reason)
      channel.close(promise: nil)
    }
  }

  // MARK: Outcome

  private func succeed(_ session: WebSocketSession) {
    let completion = completion
    self.completion = nil
    handler = nil
    completion?(.success(session))
  }

  private func fail(_ reason: OpeningFailure) {
    guard let completion else { return }
    self.completion = nil
    let error = error(reason)
    handler = nil
    completion(.failure(error))
  }

  private func error(_ reason: OpeningFailure) -> ConnectError {
    let steps = route.steps
    var phases = handler?.facts.phases ?? []
    if handler == nil, steps.first == .dns, let lookedUp = dial.lookedUp {
      phases = [Phase(.dns, from: start, to: lookedUp)]
    }
    let phase = steps[min(phases.count, steps.count - 1)]
    return ConnectError(
      reason: advised(reason), route: route, phase: phase, phases: phases,
      attempts: dial.log.attempts, handshake: phase == .upgrade ? handler?.handshake(of: reason) : nil,
      address: handler?.facts.peerAddress ?? "", localAddress: handler?.facts.localAddress ?? "",
      start: start, streamError: handler?.facts.streamError,
      tls: handler?.facts.tls)
  }

  /// Some servers, those in Go among them, call a certificate bad that was not there.
  private func advised(_ reason: OpeningFailure) -> OpeningFailure {
    guard case .transport(let error) = reason, error.remedy == .giveOtherCertificate,
      configuration.tls.identity == nil
    else { return reason }
    return .transport(TransportError(error.code, error.description, remedy: .giveCertificate))
  }
}

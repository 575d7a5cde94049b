public import NIOCore
package import NIOPosix
import WebSocketWire

/// Connects to a server, once: looks its name up, races the addresses (RFC 8305), speaks TLS if the route says so, and
/// completes the opening handshake. The outcome is an open session, or one error.
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
  private let resolver: (any Resolver & Sendable)?
  private let log: ConnectLog
  private let start: Duration
  /// When the first address was tried.
  private var lookedUp: Duration?
  /// How the owner hears the outcome; nil once it has.
  private var completion: ((Outcome) -> Void)?
  /// What speaks to the server; nil before there is a stream.
  private var handler: SessionHandler?
  /// The sockets that are not connected yet.
  private var sockets: [any Channel] = []

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
    route = configuration.route
    request = try configuration.request()
    tls = configuration.route.usesTLS ? try ClientTLS(configuration) : nil
    self.loop = loop
    self.number = number
    self.clock = clock
    self.resolver = resolver
    log = ConnectLog(clock: clock)
    start = clock.now
  }

  /// Begins to connect; `completion` is called once. An open session whose owner gives it no delegate there is dropped.
  public func connect(_ completion: @escaping (Outcome) -> Void) {
    self.completion = completion
    let connector = NIOLoopBound(self, eventLoop: loop)
    let bootstrap = ClientBootstrap(group: loop)
      .resolver(resolver)
      .connectTimeout(TimeAmount(configuration.timeouts.connect))
      .channelOption(.autoRead, value: false)
      .channelOption(.allowRemoteHalfClosure, value: tls == nil)
      .channelOption(.recvAllocator, value: ReadSize.small)
      .channelOption(.maxMessagesPerRead, value: 1)
      .channelOption(.writeBufferWaterMark, value: .init(low: 65536, high: 262_144))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try connector.value.prepare(channel) }
      }
    let channel =
      switch route.endpoint {
      // Names below localhost are this machine's, whatever the system's resolver makes of them (RFC 6761 6.3).
      case .tcp(let host, let port):
        bootstrap.connect(host: LoopbackName.isName(host) ? "localhost" : host, port: port)
      case .unix(let path): bootstrap.connect(unixDomainSocketPath: path)
      }
    channel.assumeIsolated().whenComplete { [self] in connected($0) }
  }

  /// Gives up; the outcome is `.cancelled`, at once.
  public func cancel() {
    let session = handler?.session
    fail(.cancelled)
    session?.abort()
    // Only its time-out would end a connect that nothing answers.
    let sockets = sockets
    self.sockets = []
    for socket in sockets { socket.close(promise: nil) }
  }

  // MARK: Steps

  /// Makes the pipeline of an address that is about to be tried.
  private func prepare(_ channel: any Channel) throws {
    guard completion != nil else { throw CancellationError() }
    sockets.append(channel)
    let lookedUp = lookedUp ?? clock.now
    self.lookedUp = lookedUp
    let connection = Connection(
      client: request, limits: configuration.limits, generator: PooledGenerator())
    connection.answersPings = configuration.answersPings
    let handler = SessionHandler(
      connection, number: number, usesTLS: tls != nil, timeouts: configuration.timeouts, clock: clock,
      start: start)
    if route.steps.first == .dns { handler.facts.note(.dns, until: lookedUp) }
    let pipeline = channel.pipeline.syncOperations
    try pipeline.addHandler(ConnectLog.Handler(log))
    if let tls {
      try pipeline.addHandler(TLSGoodbyeHandler(role: .client))
      try pipeline.addHandler(tls.handler(for: handler, on: channel.eventLoop))
    }
    try pipeline.addHandler(handler)
  }

  /// There is a stream, or none. The session begins before the channel becomes active.
  private func connected(_ channel: Result<any Channel, any Error>) {
    sockets = []
    do {
      let channel = try channel.get()
      guard completion != nil else { return channel.close(promise: nil) }
      let handler = try channel.pipeline.syncOperations.handler(type: SessionHandler.self)
      let address = channel.remoteAddress?.text ?? ""
      handler.facts.connectDetail = log.detail(before: address)
      self.handler = handler
      handler.begin { [self] _, outcome in
        switch outcome {
        case .success(let session): succeed(session)
        case .failure(let reason): fail(reason)
        }
      }
    } catch {
      fail(.transport(ConnectFault.explain(error, configuration, log.attempts)))
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
    if handler == nil, steps.first == .dns, let lookedUp { phases = [Phase(.dns, from: start, to: lookedUp)] }
    let phase = steps[min(phases.count, steps.count - 1)]
    return ConnectError(
      reason: reason, route: route, phase: phase, phases: phases,
      attempts: log.attempts, handshake: phase == .upgrade ? handler?.handshake(of: reason) : nil,
      address: handler?.facts.peerAddress ?? "", start: start, streamError: handler?.facts.streamError)
  }
}

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
  private let streams: StreamConnector<SessionHandler>
  /// How the owner hears the outcome; nil once it has.
  private var completion: ((Outcome) -> Void)?

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
    let route = try configuration.wantedRoute()
    self.route = route
    let request = try configuration.request()
    let tls = route.usesTLS ? try ClientTLS(configuration) : nil
    let start = clock.now
    streams = try StreamConnector(
      configuration, route: route, tls: tls, on: loop, clock: clock, resolver: resolver
    ) {
      let connection = Connection(
        client: request, limits: configuration.limits, generator: PooledGenerator())
      connection.answersPings = configuration.answersPings
      return SessionHandler(
        connection, number: number, usesTLS: tls != nil, timeouts: configuration.timeouts, clock: clock,
        start: start, ownsChannel: route.proxy?.scheme != .https)
    }
  }

  /// Begins to connect; `completion` is called once. An open session whose owner gives it no delegate there is dropped.
  public func connect(_ completion: @escaping (Outcome) -> Void) {
    self.completion = completion
    streams.connect { [self] outcome in
      guard self.completion != nil else { return }
      switch outcome {
      case .success((let handler, let spent)):
        handler.spend(spent)
        begin(handler)
      case .failure(let reason): fail(reason)
      }
    }
  }

  /// Gives up; the outcome is `.cancelled`, at once.
  public func cancel() {
    let session = streams.handler?.session
    fail(.cancelled)
    session?.abort()
    streams.cancel()
  }

  /// The session begins before its handlers hear that the channel is active.
  private func begin(_ handler: SessionHandler) {
    handler.begin { [self] _, outcome in
      switch outcome {
      case .success(let session): succeed(session)
      case .failure(let reason): fail(reason)
      }
    }
  }

  // MARK: Outcome

  private func succeed(_ session: WebSocketSession) {
    let completion = completion
    self.completion = nil
    completion?(.success(session))
  }

  private func fail(_ reason: OpeningFailure) {
    guard let completion else { return }
    self.completion = nil
    completion(
      .failure(
        streams.error(advised(reason), steps: route.steps) { streams.handler?.handshake(of: reason) }))
  }

  /// Some servers, those in Go among them, call a certificate bad that was not there.
  private func advised(_ reason: OpeningFailure) -> OpeningFailure {
    guard case .transport(let error) = reason, error.remedy == .giveOtherCertificate,
      configuration.tls.identity == nil
    else { return reason }
    return .transport(TransportError(error.code, error.description, remedy: .giveCertificate))
  }
}

extension SessionHandler: StreamHandler {}

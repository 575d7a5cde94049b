import NIOCore
public import WebSocketWire

/// An open connection, of a client or of a server, that any task may use.
///
/// Reading stops while messages wait for their loop, and `send` waits while the peer does not read, so memory stays flat both ways.
/// Pings of the peer are answered by themselves. When the last reference is gone, what was sent still leaves, and the connection
/// is closed with 1001.
///
/// Every call that waits ends at once with `CancellationError` when its task is cancelled.
public final class WebSocketConnection: Sendable {
  let inbound: InboundQueue<WebSocketMessage>
  let outbound: SendQueue
  private let facts: ConnectionFacts
  private let settings: ConnectionSettings
  private let outcome: ConnectionOutcome
  private let core: NIOLoopBound<ConnectionCore>

  init(
    _ facts: ConnectionFacts, _ settings: ConnectionSettings, _ inbound: InboundQueue<WebSocketMessage>,
    _ outbound: SendQueue, _ outcome: ConnectionOutcome, core: NIOLoopBound<ConnectionCore>
  ) {
    self.facts = facts
    self.settings = settings
    self.inbound = inbound
    self.outbound = outbound
    self.outcome = outcome
    self.core = core
  }

  deinit { onLoop { $0.ownerLeft() } }

  // MARK: What is known

  /// Which end we are.
  public var role: WebSocketRole { facts.role }
  /// The subprotocol in use; nil where none was agreed on (RFC 6455 1.9).
  public var subprotocol: String? { facts.handshake.subprotocol }
  /// The client's head.
  public var request: HTTPHead { facts.handshake.request }
  /// The server's head, with the status 101.
  public var response: HTTPHead? { facts.handshake.response }
  /// Both heads, and what each requirement of the opening handshake says of them.
  public var handshake: HandshakeReport { facts.handshake }
  /// The other end's address with its port; empty where it has none, as on a unix socket.
  public var peerAddress: String { facts.peerAddress }
  /// The steps to the open connection, with their times.
  public var phases: [Phase] { facts.phases }
  /// What TLS agreed on; nil without TLS.
  public var tls: TLSReport? { facts.tls }

  /// The code of the connection's end (RFC 6455 7.1.5): that of the Close frame that came first, 1005 for one without a code, and
  /// 1006 where the connection ended without one. nil while it is open.
  public var closeCode: CloseCode? {
    switch outcome.end {
    case nil: nil
    case .closed(let payload, _)?: payload.code ?? .noStatusReceived
    default: .abnormalClosure
    }
  }

  /// The reason in that Close frame, with ill-formed UTF-8 replaced; empty without one, nil while the connection is open.
  public var closeReason: String? {
    switch outcome.end {
    case nil: nil
    case .closed(let payload, _)?: payload.reason
    default: ""
    }
  }

  // MARK: Receiving

  /// The messages in their order, for one loop.
  public var messages: WebSocketMessages { WebSocketMessages(connection: self) }

  func resumeReading() { onLoop { $0.resumeReading() } }

  // MARK: Calls

  /// Sends a Ping and returns the time until its Pong. `data` is 117 bytes at most; eight more are ours, so that each Pong finds
  /// its Ping. `timeout` is the configuration's `pingTimeout` unless said otherwise; when it passes, `Cause.noPong` is
  /// thrown and the connection stays open. No Pong can come while messages are not taken and reading has stopped.
  @discardableResult
  public func ping(_ data: [UInt8] = [], timeout: Duration? = nil) async throws -> Duration {
    try Task.checkCancellation()
    let pending = Pending<Duration>()
    onLoop { [settings] in $0.ping(data, timeout: timeout ?? settings.pingTimeout, pending) }
    return try await pending.value { [self] in onLoop { $0.forget(pending) } }
  }

  /// Closes with the closing handshake (RFC 6455 7.1.2), after all that was sent, and returns when the socket is closed. Messages
  /// that come until then can still be taken; those for which there is no room are dropped.
  ///
  /// Throws `WebSocketError` for a code that must not be sent, a reason over 123 bytes, and where the connection ends without
  /// the peer's Close. Where the task is cancelled the closing goes on by itself.
  public func close(code: CloseCode = .normalClosure, reason: String = "") async throws {
    try Task.checkCancellation()
    let pending = Pending<Void>()
    onLoop { $0.close(code, reason, pending) }
    try await pending.value()
  }

  /// Ends the connection, whether the task is cancelled or not, and returns when the socket is closed.
  func leave(_ code: CloseCode, within limit: Duration = .seconds(3600)) async {
    let pending = Pending<Void>()
    onLoop { $0.leave(code, within: limit, pending) }
    // How it ended is the outcome's to say.
    try? await pending.valueInAnyCase()
  }

  /// Drops the connection: a frame that is begun cannot be broken off (RFC 6455 5.2).
  func breakOff() { onLoop { $0.breakOff() } }

  private func onLoop(_ body: @escaping @Sendable (ConnectionCore) -> Void) {
    let core = core
    core.eventLoop.execute { body(core.value) }
  }
}

extension WebSocketConnection {
  /// How long a task that is cancelled waits for the peer's Close.
  private static let grace = Duration.milliseconds(500)

  /// Runs `body` and then closes: with 1000 when it returns, with `failure` when it throws, and with 1001 when the task is cancelled.
  func scoped<Value>(
    failure: CloseCode, isolation: isolated (any Actor)? = #isolation,
    _ body: (WebSocketConnection) async throws -> Value
  ) async throws -> Value {
    let value: Value
    do {
      value = try await body(self)
    } catch {
      await end(failure)
      throw error
    }
    await end(.normalClosure)
    return value
  }

  private func end(_ code: CloseCode) async {
    if Task.isCancelled { await leave(.goingAway, within: Self.grace) } else { await leave(code) }
  }
}

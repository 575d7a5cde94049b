import NIOCore
import WebSocketTransport

/// Connects a run to its server, and again after a while where a connection was lost and the user wants that.
final class ServerLink {
  private enum State {
    case none
    case connecting(RequestConnector)
    /// The session stays when it has ended.
    case open(WebSocketSession)
  }

  private let requests: RequestPlan
  private let loop: NIOIsolatedEventLoop
  private let clock: RunClock
  /// nil where one connection is all.
  private let reconnection: Reconnection?
  private var state = State.none
  private var keepalive: Keepalive?
  /// How the server is reached that is spoken to: after a redirect, another one than was asked for.
  private(set) var configuration: ClientConfiguration
  /// Called with what is said on the way to an open connection.
  var onReport: (RequestConnector.Report) -> Void = { _ in }

  init(_ plan: ClientPlan, on loop: NIOIsolatedEventLoop, clock: RunClock) {
    requests = plan.requests
    configuration = plan.connection
    reconnection = plan.staying.reconnects.map { Reconnection($0, on: loop) }
    self.loop = loop
    self.clock = clock
  }

  /// The number of the connection in the run, from 1.
  var number: Int { (reconnection?.attempts ?? 0) + 1 }

  /// The server as sentences name it.
  var place: String { "\(configuration.route.endpoint)" }

  /// nil while it is not open; it stays when it has ended.
  var session: WebSocketSession? { if case .open(let session) = state { session } else { nil } }

  /// Begins to connect; `completion` is called once. Fails as a `Connector` does.
  func connect(_ completion: @escaping (Result<WebSocketSession, RequestConnector.Trouble>) -> Void) throws {
    let connector = try RequestConnector(requests, on: loop.nonisolated(), number: number, clock: clock)
    state = .connecting(connector)
    connector.onReport = onReport
    connector.connect { [self] outcome in
      switch outcome {
      case .success(let session):
        configuration = connector.chain.configuration
        state = .open(session)
      case .failure: state = .none
      }
      completion(outcome)
    }
  }

  /// Calls `body` when another connection is to be made, not before a server wants it; how long until then, nil when there have been
  /// enough of them.
  func reconnect(after least: Duration?, _ body: @escaping () -> Void) -> Duration? {
    guard let wait = reconnection?.schedule(after: least, body) else { return nil }
    keepalive?.stop()
    state = .none
    return wait
  }

  /// The server has sent a message, so the next waits are short again.
  func noteMessage() { reconnection?.reset() }

  /// Gives up a connect that is under way, whose outcome follows, or the wait for another one; whether there was such a wait.
  func giveUp() -> Bool {
    if case .connecting(let connector) = state {
      connector.cancel()
      return false
    }
    return reconnection?.cancel() == true
  }

  /// The run is over: no other connection is made, and no Ping is sent.
  func stop() {
    keepalive?.stop()
    _ = reconnection?.cancel()
  }

  /// Pings the server of an open connection when nothing comes of it; `onSilence` is called with the time-out when no answer does.
  func keepAlive(
    _ session: WebSocketSession, every interval: Duration, timeout: Duration,
    onSilence: @escaping (Duration) -> Void
  ) {
    keepalive = Keepalive(of: session, interval: interval, timeout: timeout, onSilence: onSilence)
  }

  /// Something of the server has come.
  func heard() { keepalive?.heard() }
}

import NIOCore
import NIOPosix
import WebSocketWire

/// Accepts WebSocket connections.
///
///     let server = try await WebSocketServer.bind(to: .tcp(host: "127.0.0.1", port: 8080))
///     try await server.run { connection in
///       for try await message in connection.messages { try await connection.send(message) }
///     }
///
/// When the last reference to a server is gone it stops listening; connections that have an owner go on.
public final class WebSocketServer: Sendable {
  /// Where it listens, with the port that the system chose.
  public let address: Endpoint
  let accepted: InboundQueue<WebSocketConnection>
  private let open: OpenConnections
  private let listener: Listener

  private init(
    at address: Endpoint, _ listener: Listener, _ accepted: InboundQueue<WebSocketConnection>,
    _ open: OpenConnections
  ) {
    self.address = address
    self.listener = listener
    self.accepted = accepted
    self.open = open
  }

  deinit { listener.close() }

  /// Listens; port 0 lets the system choose one. Throws `WebSocketError`.
  public static func bind(
    to address: Endpoint = .tcp(host: "127.0.0.1", port: 0),
    configuration: WebSocketServerConfiguration = WebSocketServerConfiguration()
  ) async throws -> WebSocketServer {
    try Task.checkCancellation()
    let accepted = InboundQueue<WebSocketConnection>(limit: 256)
    let open = OpenConnections()
    let listener: Listener
    do {
      listener = try await Listener.listen(
        try configuration.listening(on: address),
        on: configuration.eventLoopGroup ?? MultiThreadedEventLoopGroup.singleton,
        decide: { configuration.decision(on: $0, peerAddress: $1) },
        delegate: { session in
          core(of: session, configuration.connection) { connection, channel in
            open.add(connection, on: channel)
            var arrived = [connection]
            if accepted.push(&arrived, cost: 1), let parent = channel?.parent {
              Listener.accept(on: parent) { accepted.isProducerStopped }
            }
          }
        }
      ).get()
    } catch let error as UsageError {
      throw WebSocketError(.configuration, .usage(error))
    } catch {
      throw WebSocketError(.listen, error)
    }
    return WebSocketServer(at: address.bound(to: listener.localAddress), listener, accepted, open)
  }

  /// The side of a session on its event loop; `onOpened` gets its owner's side.
  static func core(
    of session: WebSocketSession, _ settings: ConnectionSettings,
    onOpened: @escaping (WebSocketConnection, (any Channel)?) -> Void
  ) -> any SessionDelegate {
    guard let channel = session.channel else { return ClosedDelegate() }
    return ConnectionCore(session, on: channel.eventLoop, settings) { onOpened($0, channel) }
  }

  /// Takes the place of an owner where a session's channel is gone before it begins.
  private final class ClosedDelegate: SessionDelegate {
    func handle(
      _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan,
      in session: WebSocketSession
    ) {}
  }

  /// Each connection as its opening handshake is done, for one loop.
  public var connections: WebSocketServerConnections { WebSocketServerConnections(server: self) }

  /// Runs `handler` for each connection, in a task of its own, and closes the connection afterwards: with 1000 when it returns, with
  /// 1011 when it throws, which ends no other, and with 1001 when the task of this call is cancelled.
  ///
  /// Returns after `shutDown`, when every handler has returned. Throws `CancellationError` when its task is cancelled; then too
  /// every handler has returned, and nothing listens any more.
  public func run(_ handler: @escaping @Sendable (WebSocketConnection) async throws -> Void) async throws {
    try await withThrowingDiscardingTaskGroup { group in
      do {
        for try await connection in connections {
          group.addTask { try? await connection.scoped(failure: .internalError, handler) }
        }
      } catch {
        try? await listener.close().get()
        throw error
      }
    }
  }

  /// Stops listening, and closes the connections that are open with 1001: their loops over messages end, and with them `run`.
  public func shutDown() async {
    try? await listener.close().get()
    accepted.finish(.success(()))
    await withDiscardingTaskGroup { group in
      for connection in open.all { group.addTask { try? await connection.close(code: .goingAway) } }
    }
  }

  func resumeAccepting() { listener.accept { [accepted] in accepted.isProducerStopped } }
}

extension Endpoint {
  /// The same with the port that the system chose.
  fileprivate func bound(to address: SocketAddress?) -> Endpoint {
    guard case .tcp(let host, _) = self, let port = address?.port else { return self }
    return .tcp(host: host, port: port)
  }
}

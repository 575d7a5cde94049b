import NIOCore
import NIOPosix
import WebSocketTransport
import WebSocketWire

/// The outcome of a connect to addresses that a test gives, as far as a test's thread can have it.
enum Knock {
  case opened(address: String, phases: [Phase], tls: TLSReport?)
  case failed(ConnectError)

  var isOpen: Bool { if case .opened = self { true } else { false } }

  /// nil where the connection opened.
  var error: ConnectError? { if case .failed(let error) = self { error } else { nil } }

  /// nil where there was a stream, and trust.
  var fault: TransportError? { if case .transport(let fault) = error?.reason { fault } else { nil } }

  /// What is known of TLS.
  var tls: TLSReport? { if case .opened(_, _, let tls) = self { tls } else { error?.tls } }

  /// The sentence of a failure; nil where the connection opened.
  var sentence: String? { error?.description }

  /// Connects to one address under the name of a URL.
  static func at(_ address: SocketAddress, _ configuration: ClientConfiguration) async throws -> Knock {
    let isSix = address.protocol == .inet6
    return try await at(six: isSix ? [address] : [], four: isSix ? [] : [address], configuration)
  }

  /// Connects to a name that has these addresses; nil for an answer of the resolver that never comes.
  static func at(
    six: [SocketAddress]?, four: [SocketAddress]?, _ configuration: ClientConfiguration
  ) async throws -> Knock {
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    return try await at(configuration, on: loop, ScriptedResolver(six: six, four: four, on: loop))
  }

  /// Connects as the configuration says.
  static func at(
    _ configuration: ClientConfiguration,
    on loop: any EventLoop = MultiThreadedEventLoopGroup.singleton.next(),
    _ resolver: (any Resolver & Sendable)? = nil
  ) async throws -> Knock {
    let knock = loop.makePromise(of: Knock.self)
    loop.execute {
      do {
        try Connector(configuration, on: loop, resolver: resolver).connect { outcome in
          switch outcome {
          case .success(let session):
            session.deliver(to: Visitor())
            knock.succeed(
              .opened(address: session.peerAddress, phases: session.phases, tls: session.tls))
            session.abort()
          case .failure(let error): knock.succeed(.failed(error))
          }
        }
      } catch {
        knock.fail(error)
      }
    }
    return try await knock.futureResult.get()
  }

  private final class Visitor: SessionDelegate {
    func handle(
      _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan,
      in session: WebSocketSession
    ) {}
  }
}

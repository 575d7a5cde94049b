import NIOCore
import NIOPosix
import WebSocketTransport
import WebSocketWire

/// Dials one address under the name of a URL, and says how far it came.
enum Knock: Equatable {
  case opened
  case failed(TransportError)
  case ended(Ending)

  /// The sentence of a failure; nil where the connection opened or ended otherwise.
  var sentence: String? { if case .failed(let error) = self { error.description } else { nil } }

  static func at(_ address: SocketAddress, _ configuration: ClientConfiguration) async throws -> Knock {
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let outcome = loop.makePromise(of: Knock.self)
    let isSix = address.protocol == .inet6
    let resolver = ScriptedResolver(six: isSix ? [address] : [], four: isSix ? [] : [address], on: loop)
    let channel = Dialer.dial(configuration, on: loop, resolver: resolver) { _ in Visitor(outcome) }
    channel.whenFailure { outcome.fail($0) }
    let knock = try await outcome.futureResult.get()
    try? await channel.get().close()
    return knock
  }

  private final class Visitor: SessionConsumer {
    private let outcome: EventLoopPromise<Knock>

    init(_ outcome: EventLoopPromise<Knock>) { self.outcome = outcome }

    func handle(
      _ event: Event, from sender: Role, at time: Duration, bytes: RawSpan, in session: Session
    ) {
      switch event {
      case .opened: outcome.succeed(.opened)
      case .ended(let ending): outcome.succeed(.ended(ending))
      default: break
      }
    }

    func failed(_ error: TransportError, in session: Session) { outcome.succeed(.failed(error)) }
  }
}

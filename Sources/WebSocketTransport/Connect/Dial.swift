import NIOCore
import NIOPosix
import WebSocketWire

/// Gets a stream to where the socket of a route connects: looks names up, and races the addresses.
final class Dial {
  private let route: Route
  private let timeouts: Timeouts
  private let loop: any EventLoop
  private let clock: RunClock
  private let resolver: (any Resolver & Sendable)?
  let log: ConnectLog
  /// When the first address was tried.
  private(set) var lookedUp: Duration?
  /// The sockets that are not connected yet, or that a tunnel is made through.
  private var sockets: [any Channel] = []

  init(
    _ route: Route, _ timeouts: Timeouts, on loop: any EventLoop, clock: RunClock,
    resolver: (any Resolver & Sendable)?
  ) {
    self.route = route
    self.timeouts = timeouts
    self.loop = loop
    self.clock = clock
    self.resolver = resolver
    log = ConnectLog(clock: clock)
  }

  /// What an error means after what was tried.
  var fault: ConnectFault { ConnectFault(route: route, timeouts: timeouts, attempts: log.attempts) }

  /// Only its time-out would end a connect that nothing answers.
  func cancel() {
    let sockets = sockets
    self.sockets = []
    for socket in sockets { socket.close(promise: nil) }
  }

  /// Looks up a name that the socket does not connect to; `completion` is called once.
  func addresses(
    of host: String, _ port: Int, _ completion: @escaping (Result<[SocketAddress], TransportError>) -> Void
  ) {
    var completion: ((Result<[SocketAddress], TransportError>) -> Void)? = completion
    let finish = { (result: Result<[SocketAddress], TransportError>) in
      completion?(result)
      completion = nil
    }
    let limit = loop.assumeIsolated().scheduleTask(in: TimeAmount(timeouts.connect)) { [fault] in
      finish(.failure(fault.timedOut))
    }
    RouteResolver(addressing: route.addressing, loop: loop, other: resolver)
      .addresses(of: Self.searched(host), port).assumeIsolated().whenComplete { [fault] result in
        limit.cancel()
        let addresses = (try? result.get()) ?? []
        finish(addresses.isEmpty ? .failure(fault.notFound(host)) : .success(addresses))
      }
  }

  /// Connects; `prepare` makes the pipeline of each address that is tried, and `completion` is called once.
  func connect(
    usesTLS: Bool, _ prepare: @escaping (any Channel) throws -> Void,
    completion: @escaping (Result<any Channel, TransportError>) -> Void
  ) {
    let prepare = NIOLoopBound(
      { [self] (channel: any Channel) in
        lookedUp = lookedUp ?? clock.now
        sockets.append(channel)
        try channel.pipeline.syncOperations.addHandler(
          ConnectLog.Handler(log, localEnd: route.addressing.localEnd))
        try prepare(channel)
      }, eventLoop: loop)
    let bootstrap = ClientBootstrap(group: loop)
      .resolver(ownResolver)
      .connectTimeout(TimeAmount(timeouts.connect))
      .channelOption(.autoRead, value: false)
      .channelOption(.allowRemoteHalfClosure, value: !usesTLS)
      .channelOption(.recvAllocator, value: ReadSize.small)
      .channelOption(.maxMessagesPerRead, value: 1)
      .channelOption(.writeBufferWaterMark, value: .init(low: 65536, high: 262_144))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try prepare.value(channel) }
      }
    let channel =
      switch route.socketEndpoint {
      case .tcp(let host, let port): bootstrap.connect(host: Self.searched(host), port: port)
      case .unix(let path): bootstrap.connect(unixDomainSocketPath: path)
      }
    channel.assumeIsolated().whenComplete { [self] result in
      sockets = route.proxy == nil ? [] : (try? result.get()).map { [$0] } ?? []
      completion(result.mapError { [fault] in fault.explain($0) })
    }
  }

  /// Names below localhost are this machine's, whatever the system's resolver makes of them (RFC 6761 6.3).
  private static func searched(_ host: String) -> String { LoopbackName.isName(host) ? "localhost" : host }

  /// nil for the system's.
  private var ownResolver: (any Resolver & Sendable)? {
    let addressing = route.addressing
    guard addressing.family != nil || !addressing.overrides.isEmpty else { return resolver }
    return RouteResolver(addressing: addressing, loop: loop, other: resolver)
  }
}

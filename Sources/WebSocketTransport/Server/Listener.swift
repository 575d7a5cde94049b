public import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
import WebSocketWire

/// Accepts connections and does the server's half of each.
public enum Listener {
  /// Listens; the future gives the listening channel, whose `localAddress` tells the port, or a `TransportError`.
  ///
  /// Each connection gets a consumer of its own, made and called on its event loop.
  public static func listen(
    _ configuration: ServerConfiguration, on group: any EventLoopGroup,
    consumer: @escaping @Sendable (Session) -> any SessionConsumer
  ) -> EventLoopFuture<any Channel> {
    let tls: NIOSSLContext?
    do {
      tls = try configuration.identity.map(context)
    } catch {
      return group.any().makeFailedFuture(error)
    }
    let counter = Counter()
    let seats = configuration.maxClients.map { Seats($0) }
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.autoRead, value: false)
      .childChannelOption(.allowRemoteHalfClosure, value: tls == nil)
      .childChannelOption(.recvAllocator, value: ReadSize.small)
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelOption(.writeBufferWaterMark, value: .init(low: 65536, high: 262_144))
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let connection = Connection(
            server: configuration.admission, limits: configuration.limits,
            hasRoom: {
              guard let seats else { return true }
              guard seats.take() else { return false }
              channel.closeFuture.whenComplete { _ in seats.leave() }
              return true
            })
          let session = Session(
            number: counter.next(), connection: connection, timeouts: configuration.timeouts,
            makeConsumer: consumer)
          if let tls {
            session.useTLS()
            try channel.pipeline.syncOperations.addHandlers(
              PlainTextRefusal(), NIOSSLServerHandler(context: tls))
          }
          try channel.pipeline.syncOperations.addHandler(session)
        }
      }
    return bind(bootstrap, to: configuration.address)
      .flatMapErrorThrowing { throw explain($0, configuration.address) }
  }

  private static func bind(
    _ bootstrap: ServerBootstrap, to address: ListenAddress
  ) -> EventLoopFuture<any Channel> {
    switch address {
    case .tcp(let host, let port): return bootstrap.bind(host: host, port: port)
    case .unix(let path):
      UnixSocketFile.removeIfStale(path)
      return
        bootstrap
        .serverChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(UnixSocketRemover(path))
          }
        }
        .bind(unixDomainSocketPath: path)
    }
  }

  private static func context(_ identity: TLSIdentity) throws(TransportError) -> NIOSSLContext {
    let (chain, key) = try identity.load()
    var tls = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: key)
    tls.minimumTLSVersion = .tlsv12
    return try identity.context(tls)
  }

  private static func explain(_ error: any Error, _ address: ListenAddress) -> TransportError {
    if error is SocketAddressError.UnknownHost {
      return TransportError(
        .hostNotFound, "cannot listen on \(address): the host was not found",
        hint: "an address of this machine is expected, or * for all")
    }
    let reason = (error as? IOError).map { SystemError.words($0.errnoCode) }
    let hint: String
    let words: String
    switch address {
    case .tcp: (words, hint) = (reason ?? "\(error)", "port 0 takes any that is free")
    case .unix:
      words = reason ?? "the path is too long for a socket"
      hint = "only a socket that nobody listens on is replaced"
    }
    return TransportError(.cannotListen, "cannot listen on \(address): \(words)", hint: hint)
  }
}

/// Numbers the connections of one listener, whichever loop they are on.
private final class Counter: Sendable {
  private let last = Atomic<Int>(0)
  func next() -> Int { last.add(1, ordering: .relaxed).newValue }
}

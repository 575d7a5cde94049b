public import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
public import WebSocketWire

/// Accepts connections and does the server's half of each.
public enum Listener {
  /// Listens; the future gives the listening channel, whose `localAddress` tells the port, or a `TransportError`.
  ///
  /// Each connection gets a delegate of its own, made and called on its event loop. `onTrouble` gets a sentence, on any loop, when
  /// the system has no room for another client. `mayCompress` is asked on a connection's event loop before compression is agreed on.
  public static func listen(
    _ configuration: ServerConfiguration, on group: any EventLoopGroup, clock: RunClock = RunClock(),
    onTrouble: @escaping @Sendable (String) -> Void = { _ in },
    mayCompress: @escaping @Sendable (NegotiatedDeflate) -> Bool = { _ in true },
    delegate: @escaping @Sendable (Session) -> any SessionDelegate
  ) -> EventLoopFuture<any Channel> {
    let tls: NIOSSLContext?
    do {
      tls = try configuration.identity.map(context)
    } catch {
      return group.any().makeFailedFuture(error)
    }
    let counter = Counter()
    let blocks = LoopBlocks()
    let seats = configuration.maxClients.map { ConnectionLimit($0) }
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: backlog)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.autoRead, value: false)
      .childChannelOption(.allowRemoteHalfClosure, value: tls == nil)
      .childChannelOption(.recvAllocator, value: ReadSize.small)
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelOption(.writeBufferWaterMark, value: .init(low: 65536, high: 262_144))
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          resumeAccepting(after: channel)
          var policy = configuration.policy
          policy.isOnLoopback = channel.parent?.localAddress?.isLoopback == true
          let own = blocks.blocks(of: channel.eventLoop)
          let connection = Connection(
            server: policy.terms, limits: configuration.limits, blocks: own.receiver,
            decide: { [policy] report in
              policy.decision(
                on: report,
                hasRoom: {
                  guard let seats else { return true }
                  guard seats.take() else { return false }
                  channel.closeFuture.whenComplete { _ in seats.leave() }
                  return true
                }, mayCompress: mayCompress)
            })
          let handler = SessionHandler(
            connection, usesTLS: tls != nil, timeouts: configuration.timeouts, clock: clock,
            readBlocks: tls == nil ? own.reads : nil,
            server: .init(delegate: delegate, number: counter.next))
          if let tls {
            try channel.pipeline.syncOperations.addHandlers(
              PlaintextOnTLSHandler(), NIOSSLServerHandler(context: tls))
          } else {
            try ReadSize.share(own.reads, on: channel)
          }
          try channel.pipeline.syncOperations.addHandler(handler)
        }
      }
    return bind(bootstrap, configuration, on: group, onTrouble)
      .flatMapErrorThrowing { throw explain($0, configuration.address) }
  }

  /// How many clients may wait to be accepted.
  private static let backlog: Int32 = 256

  private static func bind(
    _ bootstrap: ServerBootstrap, _ configuration: ServerConfiguration, on group: any EventLoopGroup,
    _ onTrouble: @escaping @Sendable (String) -> Void
  ) -> EventLoopFuture<any Channel> {
    let file: UnixSocketFile?
    do {
      file =
        if case .unix(let path) = configuration.address {
          try UnixSocketFile.listen(at: path, mode: mode_t(configuration.socketMode), backlog: backlog)
        } else { nil }
    } catch {
      return group.any().makeFailedFuture(error)
    }
    let prepared = bootstrap.serverChannelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        let handlers = channel.pipeline.syncOperations
        try handlers.addHandler(AcceptPause(report: onTrouble))
        if let file { try handlers.addHandler(UnixSocketCleanupHandler(file)) }
      }
    }
    switch configuration.address {
    case .tcp(let host, let port): return prepared.bind(host: host, port: port)
    case .unix: return prepared.withBoundSocket(file?.descriptor ?? -1)
    }
  }

  /// A client that leaves makes room for one that waits.
  private static func resumeAccepting(after channel: any Channel) {
    guard let listener = channel.parent else { return }
    channel.closeFuture.whenComplete { _ in
      listener.eventLoop.execute {
        try? listener.pipeline.syncOperations.handler(type: AcceptPause.self).clientLeft()
      }
    }
  }

  private static func context(_ identity: TLSIdentity) throws(TransportError) -> NIOSSLContext {
    let (chain, key) = try identity.load()
    var tls = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: key)
    tls.minimumTLSVersion = .tlsv12
    return try identity.context(tls)
  }

  private static func explain(_ error: any Error, _ address: Endpoint) -> TransportError {
    if error is SocketAddressError.UnknownHost {
      return TransportError(
        .hostNotFound, "cannot listen on \(address): the host was not found",
        remedy: .chooseLocalAddress)
    }
    if let error = error as? TransportError { return error }
    if let error = error as? IOError, let scarcity = TransportError(scarcity: error.errnoCode) {
      return scarcity
    }
    let words = (error as? IOError).map { SystemError.words($0.errnoCode) } ?? "\(error)"
    return TransportError(
      .cannotListen, "cannot listen on \(address): \(words)", remedy: .chooseFreePort)
  }
}

/// Numbers the open connections of one listener, whichever loop they are on.
private final class Counter: Sendable {
  private let last = Atomic<Int>(0)
  func next() -> Int { last.add(1, ordering: .relaxed).newValue }
}

import NIOConcurrencyHelpers
package import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
package import WebSocketWire

/// A socket that listens: accepts clients, and does the server's half of each opening.
package final class Listener: Sendable {
  private let channel: any Channel
  private let openings: Openings

  private init(_ channel: any Channel, _ openings: Openings) {
    self.channel = channel
    self.openings = openings
  }

  /// The listener of a channel that `accept` has made.
  convenience init(_ channel: any Channel) { self.init(channel, Openings()) }

  /// The address that it listens on, with the port that the system chose.
  package var localAddress: SocketAddress? { channel.localAddress }
  /// Succeeds when it listens no more; a unix socket's file is gone by then.
  package var closeFuture: EventLoopFuture<Void> { channel.closeFuture }

  /// Accepts no more clients and drops those whose connections are not open yet; the others stay.
  @discardableResult
  package func close() -> EventLoopFuture<Void> {
    openings.close()
    return channel.close()
  }

  /// Accepts while the queue of connections is not full, and not while it is, which is asked on the listener's event loop.
  func accept(unless isFull: @escaping @Sendable () -> Bool) { Self.accept(on: channel, unless: isFull) }

  /// The same for the channel of a listener. The answer is always the latest one, whichever of two calls comes to the loop first.
  static func accept(on channel: any Channel, unless isFull: @escaping @Sendable () -> Bool) {
    channel.eventLoop.execute {
      try? channel.pipeline.syncOperations.handler(type: AcceptPause.self).set(.queue, isFull())
    }
  }

  /// Listens; the future gives the listener, or a `TransportError`.
  ///
  /// `decide` is asked about each request that the configuration's policy accepts; its second value is the client's address.
  /// `delegate` makes the owner of each open connection; where there is none instead, `onFailure` gets the reason. Both, and
  /// `mayCompress`, which is asked before compression is agreed on, are called on the connection's event loop. `onTrouble` gets a
  /// sentence, on any loop, when the system has no room for another client.
  package static func listen(
    _ configuration: ServerConfiguration, on group: any EventLoopGroup, clock: RunClock = RunClock(),
    onTrouble: @escaping @Sendable (String) -> Void = { _ in },
    onFailure: @escaping @Sendable (AcceptError) -> Void = { _ in },
    mayCompress: @escaping @Sendable (NegotiatedDeflate) -> Bool = { _ in true },
    decide: @escaping @Sendable (HandshakeReport, String) -> UpgradeDecision = { _, _ in .accept() },
    delegate: @escaping @Sendable (WebSocketSession) -> any SessionDelegate
  ) -> EventLoopFuture<Listener> {
    let counter = Counter()
    let openings = Openings()
    let blocks = LoopBlocks()
    let seats = configuration.maxClients.map { ConnectionLimit($0) }
    return accept(configuration, on: group, onTrouble: onTrouble) { channel, tls in
      openings.add(channel)
      var policy = configuration.policy
      policy.isOnLoopback = channel.parent?.localAddress?.isLoopback == true
      let own = blocks.blocks(of: channel.eventLoop)
      let connection = Connection(
        server: policy.terms, limits: configuration.limits, blocks: own.receiver,
        decide: { [policy] report in
          policy.decision(
            on: report, then: { decide($0, channel.remoteAddress?.text ?? "") },
            hasRoom: {
              guard let seats else { return true }
              guard seats.take() else { return false }
              channel.closeFuture.whenComplete { _ in seats.leave() }
              return true
            }, mayCompress: mayCompress)
        })
      let handler = SessionHandler(
        connection, usesTLS: tls != nil, timeouts: configuration.timeouts, clock: clock,
        readBlocks: tls == nil ? own.reads : nil
      ) { handler, outcome in
        let isClosed = openings.remove(channel)
        switch outcome {
        case _ where isClosed:
          try? outcome.get().abort()
          onFailure(AcceptError(.cancelled, handler))
        case .success(let session):
          handler.facts.number = counter.next()
          session.deliver(to: delegate(session))
        case .failure(let reason): onFailure(AcceptError(reason, handler))
        }
      }
      if let tls {
        try channel.pipeline.syncOperations.addHandlers(
          PlaintextOnTLSHandler(), CloseNotifyHandler(role: .server), NIOSSLServerHandler(context: tls))
      } else {
        try ReadSize.share(own.reads, on: channel)
      }
      try channel.pipeline.syncOperations.addHandler(handler)
    }
    .map { Listener($0, openings) }
  }

  /// Listens without sessions; the future gives the listener's channel, or a `TransportError`. `prepare` makes the pipeline of each client,
  /// of which nothing is read without being asked for; its second value is what TLS is spoken by, nil where it is not.
  static func accept(
    _ configuration: ServerConfiguration, on group: any EventLoopGroup,
    onTrouble: @escaping @Sendable (String) -> Void,
    prepare: @escaping @Sendable (any Channel, NIOSSLContext?) throws -> Void
  ) -> EventLoopFuture<any Channel> {
    let tls: NIOSSLContext?
    do {
      tls = try configuration.identity.map { try context($0, keyLogFile: configuration.keyLogFile) }
    } catch {
      return group.any().makeFailedFuture(error)
    }
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
          try prepare(channel, tls)
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

  private static func context(
    _ identity: TLSIdentity, keyLogFile: String?
  ) throws(TransportError) -> NIOSSLContext {
    let (chain, key) = try identity.load()
    var tls = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: key)
    tls.minimumTLSVersion = .tlsv12
    if let keyLogFile {
      let log = try KeyLog(keyLogFile)
      tls.keyLogCallback = { log.write($0) }
    }
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

/// The connections of one listener that are not open yet.
private final class Openings: Sendable {
  private struct State {
    var isClosed = false
    var channels: [ObjectIdentifier: any Channel] = [:]
  }

  private let state = NIOLockedValueBox(State())

  /// Adds one, or drops it where the listener is closed.
  func add(_ channel: any Channel) {
    let isClosed = state.withLockedValue { state in
      if !state.isClosed { state.channels[ObjectIdentifier(channel)] = channel }
      return state.isClosed
    }
    if isClosed { channel.close(promise: nil) }
  }

  /// Removes one that is open or has failed; whether the listener was closed before.
  func remove(_ channel: any Channel) -> Bool {
    state.withLockedValue { state in
      state.channels[ObjectIdentifier(channel)] = nil
      return state.isClosed
    }
  }

  /// Drops all of them, and those to come.
  func close() {
    let channels = state.withLockedValue { state in
      defer { state.channels = [:] }
      state.isClosed = true
      return state.channels
    }
    for channel in channels.values { channel.close(promise: nil) }
  }
}

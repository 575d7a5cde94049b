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
    return ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.autoRead, value: false)
      .childChannelOption(.allowRemoteHalfClosure, value: tls == nil)
      .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 65536))
      .childChannelOption(.writeBufferWaterMark, value: .init(low: 65536, high: 262_144))
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let session = Session(
            number: counter.next(),
            connection: Connection(serverSpeaking: configuration.subprotocols, limits: configuration.limits),
            timeouts: configuration.timeouts, makeConsumer: consumer)
          if let tls {
            session.useTLS()
            try channel.pipeline.syncOperations.addHandlers(
              PlainTextRefusal(), NIOSSLServerHandler(context: tls))
          }
          try channel.pipeline.syncOperations.addHandler(session)
        }
      }
      .bind(host: configuration.host, port: configuration.port)
      .flatMapErrorThrowing { throw explain($0, configuration) }
  }

  private static func context(_ identity: TLSIdentity) throws -> NIOSSLContext {
    let (chain, key) = try identity.load()
    do {
      return try NIOSSLContext(
        configuration: .makeServerConfiguration(certificateChain: chain, privateKey: key))
    } catch {
      throw TransportError(
        .badCredentials, "the key in \(identity.privateKey) does not belong to \(identity.certificateChain)")
    }
  }

  private static func explain(_ error: any Error, _ configuration: ServerConfiguration) -> TransportError {
    let reason = (error as? IOError).map { SystemError.words($0.errnoCode) } ?? "\(error)"
    return TransportError(
      .cannotListen, "cannot listen on \(configuration.host):\(configuration.port): \(reason)",
      hint: "port 0 takes any that is free")
  }
}

/// Numbers the connections of one listener, whichever loop they are on.
private final class Counter: Sendable {
  private let last = Atomic<Int>(0)
  func next() -> Int { last.add(1, ordering: .relaxed).newValue }
}

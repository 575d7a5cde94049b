public import NIOCore
import NIOSSL
import WebSocketWire

extension WebSocketServer {
  /// Serves a channel of the program's own: a child of its `ServerBootstrap`, with its handlers in front, TLS among them.
  ///
  /// To be called on the channel's event loop in the child's initializer, before it is active; ours is the last handler. The channel is
  /// read when the connection asks for it (`autoRead` is off from here on). `onConnection` is called on the event loop when
  /// the opening handshake is done; the connection closes with its last reference. The configuration's settings for
  /// listening (`identity`, `socketMode`, `maxConnections`, `eventLoopGroup`) are the program's own here.
  ///
  /// Throws `WebSocketError` for a value that cannot be in a head, and what the channel throws.
  public static func addHandlers(
    to channel: any Channel, configuration: WebSocketServerConfiguration = WebSocketServerConfiguration(),
    onConnection: @escaping @Sendable (WebSocketConnection) -> Void
  ) throws {
    let policy: UpgradePolicy
    do {
      policy = try configuration.listening(on: .tcp(host: "", port: 0)).policy
    } catch {
      throw WebSocketError(.configuration, .usage(error))
    }
    let pipeline = channel.pipeline.syncOperations
    let usesTLS = (try? pipeline.handler(type: NIOSSLHandler.self)) != nil
    try channel.syncOptions?.setOption(.autoRead, value: false)
    if !usesTLS { try channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: true) }
    let connection = Connection(server: policy.terms, limits: configuration.limits) { report in
      policy.decision(
        on: report,
        then: { configuration.decision(on: $0, peerAddress: channel.remoteAddress?.text ?? "") })
    }
    try pipeline.addHandler(
      SessionHandler(
        connection, number: 1, usesTLS: usesTLS, timeouts: configuration.timeouts, clock: RunClock(),
        ownsChannel: false
      ) { _, outcome in
        guard case .success(let session) = outcome else { return }
        session.deliver(
          to: core(of: session, configuration.connection) { connection, _ in onConnection(connection) })
      })
  }
}

public import NIOCore
package import NIOPosix
import WebSocketWire

/// Connects: looks the name up, races the addresses (RFC 8305), speaks TLS if the URL says so, and hands the session over.
public enum Dialer {
  /// Begins to connect on that loop. The future gives the session's channel once there is a TCP connection, or a
  /// `TransportError` or `UsageError`; from then on the consumer hears everything.
  public static func dial(
    _ configuration: ClientConfiguration, on loop: any EventLoop, number: Int = 1,
    clock: RunClock = RunClock(),
    consumer: @escaping @Sendable (Session) -> any SessionConsumer
  ) -> EventLoopFuture<any Channel> {
    dial(configuration, on: loop, number: number, clock: clock, resolver: nil, consumer: consumer)
  }

  /// The same with a look-up that is not the system's, so that tests can say what a name has for addresses.
  package static func dial(
    _ configuration: ClientConfiguration, on loop: any EventLoop, number: Int = 1,
    clock: RunClock = RunClock(),
    resolver: (any Resolver & Sendable)?, consumer: @escaping @Sendable (Session) -> any SessionConsumer
  ) -> EventLoopFuture<any Channel> {
    let request: OpeningRequest
    let tls: ClientTLS?
    do {
      request = try configuration.request()
      tls = configuration.url.isSecure ? try ClientTLS(configuration) : nil
    } catch {
      return loop.makeFailedFuture(error)
    }
    // On the loop, for from elsewhere a quick refusal may have closed the channel before the session begins.
    return loop.flatSubmit {
      connect(
        configuration, request, tls, on: loop, number: number, clock: clock, resolver: resolver,
        consumer: consumer)
    }
  }

  private static func connect(
    _ configuration: ClientConfiguration, _ request: OpeningRequest, _ tls: ClientTLS?,
    on loop: any EventLoop,
    number: Int, clock: RunClock, resolver: (any Resolver & Sendable)?,
    consumer: @escaping @Sendable (Session) -> any SessionConsumer
  ) -> EventLoopFuture<any Channel> {
    let start = clock.now
    let firstAttempt = NIOLoopBoundBox<Duration?>.makeEmptyBox(eventLoop: loop)
    let url = configuration.url
    return ClientBootstrap(group: loop)
      .resolver(resolver)
      .connectTimeout(TimeAmount(configuration.timeouts.connect))
      .channelOption(.autoRead, value: false)
      .channelOption(.allowRemoteHalfClosure, value: tls == nil)
      .channelOption(.recvAllocator, value: ReadSize.small)
      .channelOption(.maxMessagesPerRead, value: 1)
      .channelOption(.writeBufferWaterMark, value: .init(low: 65536, high: 262_144))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let handler = SessionHandler(
            Connection(client: request, limits: configuration.limits, generator: PooledGenerator()),
            number: number, usesTLS: tls != nil, timeouts: configuration.timeouts, clock: clock, start: start)
          let lookedUp = firstAttempt.value ?? clock.now
          firstAttempt.value = lookedUp
          // For an address no resolver is asked.
          if case .dns = ServerName(host: url.host) { handler.facts.note(.dns, until: lookedUp) }
          if let tls {
            try channel.pipeline.syncOperations.addHandler(tls.handler(for: handler, on: channel.eventLoop))
          }
          try channel.pipeline.syncOperations.addHandler(handler)
        }
      }
      // Names below localhost are this machine's, whatever the system's resolver makes of them (RFC 6761 6.3).
      .connect(host: LoopbackName.isName(url.host) ? "localhost" : url.host, port: url.port)
      .flatMapErrorThrowing { throw explain($0, configuration) }
      .flatMapThrowing { channel in
        try channel.pipeline.syncOperations.handler(type: SessionHandler.self).begin(consumer)
        return channel
      }
  }

  private static func explain(_ error: any Error, _ configuration: ClientConfiguration) -> any Error {
    let url = configuration.url
    let place = "\(url.bracketedHost):\(url.port)"
    if case ChannelError.connectTimeout = error {
      return timedOut(place, configuration)
    }
    if let error = error as? IOError, let scarcity = TransportError(scarcity: error.errnoCode) {
      return scarcity
    }
    guard let error = error as? NIOConnectionError else {
      return TransportError(.unreachable, "\(place) cannot be reached: \(error)")
    }
    if let scarcity = scarcity(error) { return scarcity }
    guard let last = error.connectionErrors.last else {
      return TransportError(
        .hostNotFound, "the host \(url.host) was not found", remedy: .checkName)
    }
    if case ChannelError.connectTimeout = last.error { return timedOut(place, configuration) }
    let tried = error.connectionErrors.map(\.target.text).joined(separator: ", ")
    let reason = (last.error as? IOError).map { SystemError.words($0.errnoCode) } ?? "\(last.error)"
    return TransportError(
      .unreachable, "\(place) cannot be reached: \(reason) (tried \(tried))",
      remedy: .checkServer)
  }

  /// Whether no address could be tried, or no name looked up, for want of a descriptor.
  private static func scarcity(_ error: NIOConnectionError) -> TransportError? {
    let causes =
      error.connectionErrors.map(\.error) + [error.dnsAError, error.dnsAAAAError].compactMap { $0 }
    return causes.lazy.compactMap { $0 as? IOError }.compactMap { TransportError(scarcity: $0.errnoCode) }
      .first
  }

  private static func timedOut(_ place: String, _ configuration: ClientConfiguration) -> TransportError {
    TransportError(
      .connectTimedOut, "no connection to \(place) within \(configuration.timeouts.connect.formatted)",
      remedy: .allowMoreTime)
  }
}

extension Duration {
  /// `3 s` or `0.25 s`.
  var formatted: String {
    let seconds = Double(components.seconds) + Double(components.attoseconds) / 1e18
    return seconds == seconds.rounded() ? "\(Int64(seconds)) s" : "\(seconds) s"
  }
}

import NIOCore
import WebSocketWire

/// The way through a proxy to a server: what is said to it, by which credentials, and whether it is asked once more.
final class Tunnel {
  /// What the connector hears.
  enum Event {
    /// There is a stream to the proxy, at this address.
    case connected(String)
    /// TLS with the proxy is agreed on.
    case encrypted
    /// There is a tunnel, which waits for `open()`.
    case open
    /// The proxy is to be asked again, on another stream.
    case again
    case failed(OpeningFailure)
  }

  let proxy: ProxyServer
  /// Those of the server, which a SOCKS proxy is asked for one after the other.
  var addresses: [SocketAddress] = []
  private let endpoint: Endpoint
  private let timeout: Duration
  private let tls: ProxyTLS?
  /// The time that the streams before this one have used.
  private var timeBefore = Duration.zero
  private var start = ContinuousClock.now
  /// The proxy's demand for Digest, and how often it was answered.
  private var digest: DigestAuthentication?
  private var answers: UInt32 = 0
  private var handler: ProxyHandler?
  private var tlsErrors = TLSErrorMapping(role: .client, isProxy: true)

  /// A demand for Digest is answered once, and again where only the nonce was too old.
  private static let mostAnswers: UInt32 = 2

  /// `timeout` is for all that is said to the proxy, and `store` has the authorities that it is trusted by. Throws `UsageError` for a server that cannot be reached by such a proxy, and
  /// `TransportError` where TLS with it cannot be prepared.
  init(
    _ proxy: ProxyServer, to endpoint: Endpoint, within timeout: Duration, store: SystemStore = SystemStore()
  ) throws {
    self.proxy = proxy
    self.endpoint = endpoint
    self.timeout = timeout
    tls = proxy.scheme == .https ? try ProxyTLS(proxy, store) : nil
    if proxy.scheme == .socks5h { _ = try handshake() }
    if case .unix = endpoint { throw UsageError("a unix socket is not reached through a proxy") }
  }

  /// The status of the answer that made the tunnel; nil for a proxy that does not speak HTTP, and before there is one.
  var status: Int? { handler?.status }

  /// How much of the time for the handshake was used.
  var timeSpent: Duration { timeBefore + (.now - start) }

  /// Adds the handlers that come before the server's.
  func prepare(_ pipeline: ChannelPipeline.SynchronousOperations, on loop: any EventLoop) throws {
    if let tls { try pipeline.addHandler(tls.handler(on: loop) { [self] in tlsErrors.distrust = $0 }) }
    try pipeline.addHandler(
      ProxyHandler(try handshake(), awaitsTLS: tls != nil, timeout: max(.zero, timeout - timeBefore)))
  }

  /// Begins on a stream to the proxy.
  func begin(_ channel: any Channel, _ report: @escaping (Event) -> Void) {
    guard let handler = try? channel.pipeline.syncOperations.handler(type: ProxyHandler.self) else {
      return report(failure(.lost(nil)))
    }
    self.handler = handler
    handler.begin { [self] event in
      switch event {
      case .connected(let address):
        start = .now
        report(.connected(address))
      case .encrypted: report(.encrypted)
      case .tunnel: report(.open)
      case .failed(let reason): report(answer(to: reason))
      case .error(let error): report(.failed(explain(error)))
      }
    }
  }

  /// Lets the server's handlers have the stream.
  func open() {
    handler?.open()
    handler = nil
  }

  private func handshake() throws(UsageError) -> any ProxyHandshake {
    guard case .tcp(let host, let port) = endpoint else {
      throw UsageError("a unix socket is not reached through a proxy")
    }
    if proxy.scheme.isHTTP {
      return HTTPConnectHandshake(host: host, port: port, proof: proof(host, port), headers: proxy.headers)
    }
    return try SOCKS5Handshake(Self.target(host, addresses.first), port: port, credentials: proxy.credentials)
  }

  private static func target(_ host: String, _ address: SocketAddress?) -> SOCKS5Handshake.Target {
    if let address, case .address(let bytes) = ServerName(host: address.ipAddress ?? "") {
      return .address(bytes)
    }
    if case .address(let bytes) = ServerName(host: host) { return .address(bytes) }
    return .name(host)
  }

  /// Basic at once, as curl does; Digest once the proxy asks for it.
  private func proof(_ host: String, _ port: Int) -> String? {
    guard let credentials = proxy.credentials else { return nil }
    guard let digest else { return credentials.basic }
    var generator = PooledGenerator()
    return digest.value(
      for: credentials, method: "CONNECT", target: HTTPConnectHandshake.target(host, port),
      nonce: Hex.packed((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }))
  }

  /// Whether a refusal is the last word.
  private func answer(to reason: ProxyFailure.Reason) -> Event {
    switch reason {
    case .declined(let reply) where reply.isAboutAddress && addresses.count > 1:
      addresses.removeFirst()
    case .refused(let head, _, _) where head.startLineParts.dropFirst().first == "407":
      guard proxy.credentials != nil, answers < Self.mostAnswers,
        let asked = DigestAuthentication(HTTPChallenge.list(in: head, field: "Proxy-Authenticate")),
        answers == 0 || asked.isStale
      else { return failure(reason) }
      digest = asked
      answers += 1
    default: return failure(reason)
    }
    timeBefore = timeSpent
    return .again
  }

  private func failure(_ reason: ProxyFailure.Reason) -> Event {
    .failed(.proxy(ProxyFailure(proxy: proxy, reason: reason)))
  }

  private func explain(_ error: any Error) -> OpeningFailure {
    switch tlsErrors.sort(error, at: .tlsHandshake) {
    case .failure(let error): .transport(ProxyTLS.error(error, at: proxy))
    case .stream(let words): .transport(ProxyTLS.broken(words, at: proxy))
    case .ignore: .proxy(ProxyFailure(proxy: proxy, reason: .lost(nil)))
    }
  }
}

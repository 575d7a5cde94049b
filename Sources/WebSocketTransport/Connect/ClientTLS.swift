import NIOCore
import NIOSSL
import WebSocketWire

/// A client's side of TLS: what is prepared before there is a connection.
struct ClientTLS: Sendable {
  private let context: NIOSSLContext
  private let trust: TrustPolicy
  private let name: ServerName
  /// nil when any certificate will do.
  private let verifier: ServerVerifier?

  /// Reads the files that the configuration names; a `TransportError` says which cannot be used, and why.
  init(_ configuration: ClientConfiguration) throws(TransportError) {
    trust = configuration.trust
    name = ServerName(host: configuration.url.host)
    verifier = try Self.anchors(trust).map { [name] in ServerVerifier(name: name, anchors: $0) }
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv12
    // The verifier replaces all that NIOSSL would check, a name against the socket's address included.
    tls.certificateVerification = verifier == nil ? .none : .noHostnameVerification
    tls.trustRoots = .certificates([])
    guard let identity = configuration.identity else {
      do {
        context = try NIOSSLContext(configuration: tls)
      } catch {
        throw TransportError(.tlsFailed, "TLS cannot be prepared: \(error)")
      }
      return
    }
    let (chain, key) = try identity.load()
    tls.certificateChain = chain
    tls.privateKey = key
    context = try identity.context(tls)
  }

  /// The handler for one connection; the session hears why its server is not trusted.
  func handler(for session: SessionHandler, on loop: any EventLoop) throws -> NIOSSLClientHandler {
    guard let verifier else {
      return try NIOSSLClientHandler(context: context, serverHostname: name.indication)
    }
    return try NIOSSLClientHandler(context: context, serverHostname: name.indication) {
      [trust] certificates, verdict in
      // One that cannot be written again is judged as none, and does not make room for the next.
      let chain = certificates.map { (try? $0.toDERBytes()) ?? [] }
      loop.makeFutureWithTask { await verifier.distrust(of: chain) }
        .assumeIsolated().whenComplete { result in
          let distrust = (try? result.get()).flatMap { $0 }
          session.distrust = distrust?.error(trust)
          // A task that fails has judged nothing.
          if case .success(nil) = result {
            verdict.succeed(.certificateVerified)
          } else {
            verdict.succeed(.failed)
          }
        }
    }
  }

  private static func anchors(
    _ trust: TrustPolicy
  ) throws(TransportError) -> (@Sendable () -> TrustAnchors)? {
    switch trust {
    case .anyone: return nil
    case .system: return { .system }
    case .file(let path):
      let anchors = TrustAnchors(try PEMFile(path).chain())
      guard !anchors.isEmpty else {
        throw TransportError(
          .badCredentials, "no certificate in \(path) can be trusted: each has an RSA key under 2048 bits")
      }
      return { anchors }
    }
  }
}

import NIOCore
import NIOSSL
import WebSocketWire

/// TLS with a proxy, whose certificate must be for the proxy's name.
struct ProxyTLS: Sendable {
  private let context: NIOSSLContext
  private let name: ServerName
  /// nil when any certificate will do.
  private let verifier: ServerVerifier?

  /// `store` has the authorities that vouch for it.
  init(_ proxy: ProxyServer, _ store: SystemStore) throws(TransportError) {
    let name = ServerName(host: proxy.host)
    self.name = name
    verifier = proxy.acceptsAnyCertificate ? nil : ServerVerifier(name: name, anchors: { store.anchors })
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv12
    tls.applicationProtocols = ["http/1.1"]
    // The verifier replaces all that NIOSSL would check.
    tls.certificateVerification = verifier == nil ? .none : .noHostnameVerification
    tls.trustRoots = .certificates([])
    do {
      context = try NIOSSLContext(configuration: tls)
    } catch {
      throw TransportError(.tlsFailed, "TLS cannot be prepared: \(error)")
    }
  }

  /// The handler for one connection; `report` hears why the proxy is not trusted.
  func handler(
    on loop: any EventLoop, _ report: @escaping (TransportError?) -> Void
  ) throws -> NIOSSLClientHandler {
    guard let verifier else {
      return try NIOSSLClientHandler(context: context, serverHostname: name.indication)
    }
    let report = NIOLoopBound(report, eventLoop: loop)
    return try NIOSSLClientHandler(context: context, serverHostname: name.indication) {
      certificates, verdict in
      let chain = certificates.map { (try? $0.toDERBytes()) ?? [] }
      loop.makeFutureWithTask { await verifier.distrust(of: chain) }.whenComplete { result in
        let distrust = (try? result.get()).flatMap { $0 }
        report.value(distrust?.error(.system, at: "the proxy"))
        // A task that fails has judged nothing.
        if case .success(nil) = result {
          verdict.succeed(.certificateVerified)
        } else {
          verdict.succeed(.failed)
        }
      }
    }
  }

  /// The stream broke before TLS was agreed on, in the system's words.
  static func broken(_ words: String, at proxy: ProxyServer) -> TransportError {
    error(
      TransportError(
        .tlsFailed, "the stream ended before the handshake was done (\(words))",
        remedy: .connectToProxyWithoutTLS), at: proxy)
  }

  /// The same error, with the proxy named in it.
  static func error(_ error: TransportError, at proxy: ProxyServer) -> TransportError {
    TransportError(
      error.code, "TLS with the proxy \(proxy): \(error.description)",
      remedy: error.code == .notTrusted ? .trustProxy : error.remedy)
  }
}

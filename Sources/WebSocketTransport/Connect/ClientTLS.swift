import NIOCore
import NIOSSL
import WebSocketWire

/// A client's side of TLS: what is prepared before there is a connection.
struct ClientTLS: Sendable {
  private let context: NIOSSLContext
  private let settings: TLSSettings
  /// What the server is told to choose its certificate by.
  private let serverName: String?
  private let verifier: ServerVerifier

  /// The TLS of the URL's server.
  init(_ configuration: ClientConfiguration) throws {
    try self.init(configuration.tls, host: configuration.url.host)
  }

  /// Reads the files that the settings name. Throws `UsageError` for a value that cannot be used, and `TransportError` for a file that
  /// cannot be, with the reason. `host` is the server's, a name or an address.
  init(_ settings: TLSSettings, host: String) throws {
    try settings.check()
    self.settings = settings
    serverName = settings.serverName ?? ServerName(host: host).indication
    verifier = ServerVerifier(
      name: ServerName(host: settings.verifiedName ?? host),
      anchors: try Self.anchors(
        settings.trust == .anyone ? settings.reportedTrust : settings.trust, settings.systemStore))
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = settings.minimumVersion.library
    tls.maximumTLSVersion = settings.maximumVersion.library
    tls.applicationProtocols = settings.applicationProtocols
    if let ciphers = settings.ciphers { tls.cipherSuiteValues = try CipherList(ciphers).library }
    if let log = try settings.keyLogFile.map({ try KeyLog($0) }) { tls.keyLogCallback = { log.write($0) } }
    // The verifier replaces all that NIOSSL would check, a name against the socket's address included.
    tls.certificateVerification = .noHostnameVerification
    tls.trustRoots = .certificates([])
    guard let identity = settings.identity else {
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

  /// The handlers for one connection, that of the socket first; its owner hears what was agreed on, and why its server is not trusted.
  func handlers(for session: some TLSOwner, on loop: any EventLoop) throws -> [any ChannelHandler] {
    session.tls = TLSReport(serverName: serverName, offeredProtocols: settings.applicationProtocols)
    session.tlsErrors.versions = TLSSettings.Version.words(
      from: settings.minimumVersion, to: settings.maximumVersion)
    session.tlsErrors.hasCertificate = settings.identity != nil
    let hello = ServerHelloHandler { hello in
      session.tls?.version = hello.versionName
      session.tls?.cipher = CipherSuite.name(of: hello.cipher)
    }
    let tls = try NIOSSLClientHandler(context: context, serverHostname: serverName) {
      [self] certificates, verdict in
      // One that cannot be written again is judged as none, and does not make room for the next.
      let chain = certificates.map { (try? $0.toDERBytes()) ?? [] }
      loop.makeFutureWithTask { await judge(chain) }
        .assumeIsolated().whenComplete { result in
          // A task that fails has judged nothing.
          let judgement = try? result.get()
          session.tls?.chain = judgement?.chain ?? []
          session.tls?.verdict = judgement?.verdict ?? .none
          session.tlsErrors.distrust = judgement?.error
          verdict.succeed(judgement?.accepts == true ? .certificateVerified : .failed)
        }
    }
    return [CloseNotifyHandler(role: .client), hello, tls]
  }

  /// What a server's certificates are worth.
  private struct Judgement: Sendable {
    let chain: [CertificateSummary]
    let verdict: TLSReport.Verdict
    let error: TransportError?
    var accepts: Bool { error == nil }
  }

  private func judge(_ chain: [[UInt8]]) async -> Judgement {
    let summaries = chain.prefix(ServerVerifier.longestChain).map { CertificateSummary(der: $0) }
    let acceptsAnyone = settings.trust == .anyone
    let distrust = await verifier.distrust(of: chain)
    let wrongPin = settings.pins.isEmpty ? nil : wrongPin(summaries.first)
    // A pin is demanded of anyone, and says less about a server that is not trusted anyway.
    guard let fault = acceptsAnyone ? wrongPin ?? distrust : distrust ?? wrongPin else {
      return Judgement(chain: summaries, verdict: .trusted(name: verifier.name.text), error: nil)
    }
    let isAccepted = acceptsAnyone && wrongPin == nil
    return Judgement(
      chain: summaries, verdict: .distrusted(fault.sentence, accepted: isAccepted),
      error: isAccepted ? nil : fault.error(settings.trust))
  }

  private func wrongPin(_ certificate: CertificateSummary?) -> Distrust? {
    let key = certificate?.publicKeyPin ?? "not readable"
    return settings.pins.contains { "\($0)" == key } ? nil : .wrongPin(key: key)
  }

  private static func anchors(
    _ trust: TrustPolicy, _ store: SystemStore
  ) throws(TransportError) -> @Sendable () -> TrustAnchors {
    switch trust {
    case .system, .anyone: return { store.anchors }
    case .folder(let path):
      guard let folder = CertificateFolder(path) else {
        throw TransportError(.badCredentials, "\(path) is not a folder that can be read")
      }
      guard folder.holdsHashes else {
        throw TransportError(
          .badCredentials, "no certificate in \(path) is named by the hash of its subject",
          remedy: .nameByHash)
      }
      return { TrustAnchors(unread: [], folders: [folder]) }
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

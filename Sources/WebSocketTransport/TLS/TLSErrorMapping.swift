import NIOCore
import NIOSSL
import WebSocketWire

/// What an error in the pipeline of a connection means: TLS that failed, a stream that broke, or nothing.
struct TLSErrorMapping {
  enum Meaning {
    case ignore
    case failure(TransportError)
    /// The stream is broken, in the system's words.
    case stream(String)
  }

  /// How far the connection has come; under TLS 1.3 a server judges our certificate after our handshake is done.
  enum Moment {
    case tlsHandshake, opening, later
  }

  /// The other end, as sentences name it.
  private let peer: String
  /// Why the other end's certificate is not trusted; nil while it has not been judged, and when it is.
  var distrust: TransportError?
  /// The versions that we speak, as a sentence has them.
  var versions = TLSAlert.usualVersions
  /// Whether we have a certificate to show.
  var hasCertificate = true

  /// `role` is ours. `isProxy` says that the other end is a proxy, to which options for a server mean nothing.
  init(role: WebSocketRole, distrust: TransportError? = nil, isProxy: Bool = false) {
    peer = isProxy ? "the proxy" : role == .client ? "the server" : "the client"
    self.distrust = distrust
  }

  func sort(_ error: any Error, at moment: Moment) -> Meaning {
    let reason: TLSReason
    switch error {
    case let error as TransportError: return .failure(error)
    case NIOSSLError.uncleanShutdown: return .ignore
    case NIOSSLError.handshakeFailed(let cause), NIOSSLError.shutdownFailed(let cause):
      reason = TLSReason(cause)
    case let error as BoringSSLError: reason = TLSReason(error)
    case is NIOSSLError, is NIOSSLExtraError: reason = .own("its state does not allow this")
    case let error as IOError: return .stream(SystemError.words(error.errnoCode))
    default: return .stream("\(error)")
    }
    if moment == .tlsHandshake { return .failure(distrust ?? explain(reason)) }
    if case .alert = reason, moment == .opening { return .failure(explain(reason)) }
    return .stream(words(reason))
  }

  /// How TLS ended once its handshake was done.
  private func words(_ reason: TLSReason) -> String {
    switch reason {
    case .end: "the stream ended inside TLS"
    case .alert(let alert): "\(peer) ended TLS: \(alert.sentence)"
    case .own(let words): "TLS broke: \(words)"
    }
  }

  private func explain(_ reason: TLSReason) -> TransportError {
    switch reason {
    case .end:
      // Some clients, those of Node among them, reject a certificate without an alert.
      return TransportError(
        .tlsFailed, "the TLS handshake failed: the stream ended before it was done",
        remedy: peer == "the client" ? .trustOurAuthority : plainRemedy)
    case .alert(let alert):
      return TransportError(
        alert.isAboutCertificate ? .notTrusted : .tlsFailed,
        "\(peer) refused TLS: \(alert.sentence(versions: versions, hasCertificate: hasCertificate))",
        remedy: peer == "the proxy"
          ? nil : alert.isAboutVersion ? versionRemedy : remedy(for: alert))
    case .own("wrong version number"), .own("http request"), .own("https proxy request"),
      .own("unknown protocol"):
      return TransportError(
        .tlsFailed, "the TLS handshake failed: the answer is not TLS",
        remedy: plainRemedy)
    case .own("unsupported protocol"):
      return TransportError(
        .tlsFailed, "the TLS handshake failed: \(peer) does not speak \(versions)",
        remedy: versionRemedy)
    case .own("key usage bit incorrect"):
      return TransportError(
        .notTrusted,
        "the certificate of \(peer) does not allow its key to sign (key usage, RFC 5280 4.2.1.3)",
        remedy: .replaceCertificate)
    case .own("certificate verify failed"):
      return TransportError(.notTrusted, "the certificate of \(peer) is not trusted")
    case .own("peer did not return a certificate"):
      return TransportError(.notTrusted, "\(peer) showed no certificate")
    case .own("bad packet length") where peer == "the client":
      return TransportError(
        .tlsFailed,
        "the client gave up TLS in the clear, as OpenSSL's clients do that do not accept our certificate",
        remedy: .trustOurAuthority)
    case .own(let words):
      return TransportError(.tlsFailed, "the TLS handshake failed: \(words)")
    }
  }

  /// What to try where TLS is not understood.
  private var plainRemedy: Remedy? {
    switch peer {
    case "the server": .connectWithoutTLS
    case "the proxy": .connectToProxyWithoutTLS
    default: nil
    }
  }

  /// What to try where no version is common.
  private var versionRemedy: Remedy? {
    peer == "the server" && !versions.contains(TLSSettings.Version.v10.rawValue) ? .allowOlderTLS : nil
  }

  private func remedy(for alert: TLSAlert) -> Remedy? {
    if peer == "the client" { return alert.isAboutCertificate ? .trustOurAuthority : nil }
    if alert.demandsCertificate { return .giveCertificate }
    if alert.isAboutCertificate { return hasCertificate ? .giveOtherCertificate : .giveCertificate }
    // A server that demands one may say no more than handshake_failure.
    return alert.number == 40 ? .giveCertificateIfDemanded : nil
  }
}

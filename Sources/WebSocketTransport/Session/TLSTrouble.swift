import NIOCore
import NIOSSL

/// What an error in the pipeline means: TLS that failed, a stream that broke, or nothing.
enum TLSTrouble {
  case ignore
  case failure(TransportError)
  /// The stream is broken, in the system's words.
  case stream(String)

  static func sort(_ error: any Error, duringHandshake: Bool) -> TLSTrouble {
    if let error = error as? TransportError { return .failure(error) }
    if let error = error as? NIOSSLExtraError, error == .failedToValidateHostname {
      return .failure(
        TransportError(
          .notTrusted, "the server's certificate is not for the name or address that was asked for",
          hint: "check the host in the URL, or go on without verification (-k)"))
    }
    if let error = error as? NIOSSLError {
      switch error {
      case .uncleanShutdown: return .ignore
      case .handshakeFailed(let cause): return .failure(handshake("\(cause)"))
      default: return duringHandshake ? .failure(handshake("\(error)")) : .stream("TLS: \(error)")
      }
    }
    if let error = error as? IOError { return .stream(SystemError.words(error.errnoCode)) }
    return duringHandshake ? .failure(handshake("\(error)")) : .stream("\(error)")
  }

  private static func handshake(_ cause: String) -> TransportError {
    if cause.contains("CERTIFICATE_VERIFY_FAILED") {
      return TransportError(
        .notTrusted,
        "the server's certificate is not trusted: no chain to a trusted root, or it is not valid now",
        hint: "name its authority (--ca FILE), or go on without verification (-k)")
    }
    if cause.contains("WRONG_VERSION_NUMBER") || cause.contains("HTTP_REQUEST") {
      return TransportError(
        .tlsFailed, "the TLS handshake failed: the answer is no TLS", hint: "does the port speak plain ws://?"
      )
    }
    let reason =
      cause.split(separator: ":").last.map { $0.trimmingPrefix(" ").prefix { $0 != "]" && $0 != ")" } } ?? ""
    return TransportError(.tlsFailed, "the TLS handshake failed: \(reason)")
  }
}

import ArgumentParser
import WebSocketTransport

/// Who this end of a TLS connection is.
struct IdentityOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Our certificate chain for TLS, in PEM.", valueName: "file"), completion: .file())
  var cert: String?

  @Option(
    help: ArgumentHelp("The certificate's private key, in PEM.", valueName: "file"), completion: .file())
  var key: String?

  /// nil for none; both are needed.
  func identity() throws(Failure) -> TLSIdentity? {
    switch (cert, key) {
    case (nil, nil): return nil
    case (let cert?, let key?): return TLSIdentity(certificateChain: cert, privateKey: key)
    default: throw Failure(.usage, "a TLS identity needs both --cert and --key")
    }
  }
}

import ArgumentParser
import WebSocketTransport

/// Who this end of a TLS connection is.
struct IdentityOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Our certificate chain for TLS: PEM or PKCS #12.", valueName: "file"),
    completion: .file())
  var cert: String?

  @Option(
    help: ArgumentHelp("The certificate's private key, in PEM.", valueName: "file"), completion: .file())
  var key: String?

  /// nil for none. An encrypted key whose passphrase is not given is asked for, where there is a terminal.
  func identity(_ passphrase: PassphraseOptions?) throws(Failure) -> TLSIdentity? {
    guard let cert else {
      if key != nil { throw Failure(.usage, "--key gives a key alone, expected its certificate with --cert") }
      if let option = passphrase?.given.first {
        throw Failure(.usage, "\(option) opens a key, expected one with --cert and --key")
      }
      return nil
    }
    var identity = TLSIdentity(certificateChain: cert, privateKey: key)
    identity.passphrase = try passphrase?.read()
    if identity.needsPassphrase {
      identity.passphrase = try SecretQuestion.ask("passphrase of \(identity.keyFile)").map {
        Passphrase(bytes: $0)
      }
    }
    return identity
  }
}

import ArgumentParser
import SystemCalls
import WebSocketTransport
import WebSocketWire

/// Who this end of a TLS connection is.
struct IdentityOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Our certificate chain for TLS: PEM or PKCS #12.", valueName: "file"),
    completion: .file())
  var cert: String?

  @Option(
    help: ArgumentHelp("The certificate's private key, in PEM.", valueName: "file"), completion: .file())
  var key: String?

  @Option(
    name: [.customLong("passphrase"), .customLong("pass")], parsing: .unconditional,
    help: ArgumentHelp("What opens the key.", valueName: "passphrase", visibility: .hidden))
  var passphrase: String?

  @Option(
    help: ArgumentHelp("The file whose first line opens the key.", valueName: "file", visibility: .hidden),
    completion: .file())
  var passphraseFile: String?

  @Option(
    help: ArgumentHelp("The variable that opens the key.", valueName: "name", visibility: .hidden))
  var passphraseEnv: String?

  /// nil for none. An encrypted key whose passphrase is not given is asked for, where there is a terminal.
  func identity() throws(Failure) -> TLSIdentity? {
    guard let cert else {
      if key != nil { throw Failure(.usage, "--key gives a key alone, expected its certificate with --cert") }
      if let option = givenPassphrases.first {
        throw Failure(.usage, "\(option) opens a key, expected one with --cert and --key")
      }
      return nil
    }
    var identity = TLSIdentity(certificateChain: cert, privateKey: key)
    identity.passphrase = try givenPassphrase()
    if identity.needsPassphrase {
      identity.passphrase = try SecretQuestion.ask("passphrase of \(identity.keyFile)").map {
        Passphrase(bytes: $0)
      }
    }
    return identity
  }

  private var givenPassphrases: [String] {
    [
      passphrase.map { _ in "--passphrase" }, passphraseFile.map { _ in "--passphrase-file" },
      passphraseEnv.map { _ in "--passphrase-env" },
    ].compactMap { $0 }
  }

  private func givenPassphrase() throws(Failure) -> Passphrase? {
    let given = givenPassphrases
    if given.count > 1 {
      throw Failure(.usage, "\(given.joined(separator: " and ")) were given: one of them at a time")
    }
    if let passphrase { return Passphrase(passphrase) }
    if let passphraseFile { return Passphrase(bytes: try Self.firstLine(of: passphraseFile)) }
    guard let passphraseEnv else { return nil }
    guard let value = getenv(passphraseEnv) else {
      throw Failure(.usage, "--passphrase-env: there is no variable \(passphraseEnv.quoted)")
    }
    return Passphrase(
      bytes: UnsafeBufferPointer(start: value, count: strlen(value)).map { UInt8(bitPattern: $0) })
  }

  /// The most bytes of a passphrase's file that are read.
  private static let limit = 4096

  private static func firstLine(of path: String) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(noInput: path, errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    while bytes.count < limit, !bytes.contains(0x0A) {
      switch Descriptor.readSome(descriptor, limit: limit - bytes.count) {
      case .success(let more) where more.isEmpty: return line(bytes)
      case .success(let more): bytes += more
      case .failure(let error): throw Failure(noInput: path, error.number)
      }
    }
    return line(bytes)
  }

  private static func line(_ bytes: [UInt8]) -> [UInt8] {
    var line = Array(bytes.prefix { $0 != 0x0A })
    if line.last == 0x0D { line.removeLast() }
    return line
  }
}

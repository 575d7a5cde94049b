import ArgumentParser
import SystemCalls
import WebSocketTransport
import WebSocketWire

/// What opens an encrypted key.
struct PassphraseOptions: ParsableArguments {
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

  /// Which of these options are given.
  var given: [String] {
    [
      passphrase.map { _ in "--passphrase" }, passphraseFile.map { _ in "--passphrase-file" },
      passphraseEnv.map { _ in "--passphrase-env" },
    ].compactMap { $0 }
  }

  /// The passphrase; nil where none is given.
  func read() throws(Failure) -> Passphrase? {
    let given = given
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

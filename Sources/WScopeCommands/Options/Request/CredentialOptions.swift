import ArgumentParser
import SystemCalls
import WebSocketWire

/// Who the user is, for a server that asks.
struct CredentialOptions: ParsableArguments {
  @Option(
    name: [.customLong("auth"), .customShort("u", allowingJoined: true), .customLong("user")],
    parsing: .unconditional,
    help: ArgumentHelp(
      "Send these credentials: Basic, or Digest when asked.", valueName: "user:password",
      visibility: .hidden))
  var auth: String?

  @Option(
    help: ArgumentHelp("The same from a file.", valueName: "file", visibility: .hidden), completion: .file())
  var authFile: String?

  @Option(
    help: ArgumentHelp("The same from a variable.", valueName: "name", visibility: .hidden))
  var authEnv: String?

  @Option(
    name: [.customLong("bearer"), .customLong("oauth2-bearer")], parsing: .unconditional,
    help: ArgumentHelp("Send this token as Bearer.", valueName: "token", visibility: .hidden))
  var bearer: String?

  @Option(
    help: ArgumentHelp("The same from a file.", valueName: "file", visibility: .hidden), completion: .file())
  var bearerFile: String?

  @Option(
    help: ArgumentHelp("The same from a variable.", valueName: "name", visibility: .hidden))
  var bearerEnv: String?

  @Flag(
    name: [.customLong("netrc")],
    help: ArgumentHelp("Look credentials up in ~/.netrc.", visibility: .hidden))
  var usesNetrc = false

  @Option(
    help: ArgumentHelp("Look credentials up in this file.", valueName: "file", visibility: .hidden),
    completion: .file())
  var netrcFile: String?

  /// What is given for the host of the URL; nil for nothing.
  func given() throws -> RequestCredentials? {
    let given = [auth, authFile, authEnv, bearer, bearerFile, bearerEnv].compactMap(\.self)
    guard given.count < 2 else {
      throw Failure(
        .usage, "credentials are given \(given.count) times, and one Authorization field is sent")
    }
    if let auth { return .user(try Self.user(Array(auth.utf8))) }
    if let authFile { return .user(try Self.user(SecretSource.file(authFile))) }
    if let authEnv { return .user(try Self.user(SecretSource.variable(authEnv, option: "--auth-env"))) }
    if let bearer { return .bearer(try Self.token(Array(bearer.utf8))) }
    if let bearerFile { return .bearer(try Self.token(SecretSource.file(bearerFile))) }
    if let bearerEnv {
      return .bearer(try Self.token(SecretSource.variable(bearerEnv, option: "--bearer-env")))
    }
    return nil
  }

  func netrc() throws(Failure) -> Netrc? {
    guard usesNetrc || netrcFile != nil else { return nil }
    let path = if let netrcFile { netrcFile } else { try Self.defaultNetrc() }
    let bytes = try FileReader.read(path, limit: 1 << 20, hint: nil)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(.badData, "\(path) is not UTF-8, as a netrc file must be")
    }
    do { return try Netrc(text) } catch {
      throw Failure(.badData, "\(path), line \(error.line): \(error.words)")
    }
  }

  private static func defaultNetrc() throws(Failure) -> String {
    guard let home = getenv("HOME"), home.pointee != 0 else {
      throw Failure(
        .usage, "--netrc reads ~/.netrc, and HOME is not set", hint: "name the file: --netrc-file")
    }
    return String(cString: home) + "/.netrc"
  }

  private static func user(_ bytes: [UInt8]) throws(Failure) -> HTTPCredentials {
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw Failure(.usage, "user and password hold no control characters (RFC 7617 2)")
    }
    return HTTPCredentials(userInfo: bytes)
  }

  private static func token(_ bytes: [UInt8]) throws(Failure) -> String {
    guard !bytes.isEmpty, bytes.allSatisfy({ 0x21...0x7E ~= $0 }) else {
      throw Failure(.usage, "the token of Bearer is visible ASCII without spaces (RFC 6750 2.1)")
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

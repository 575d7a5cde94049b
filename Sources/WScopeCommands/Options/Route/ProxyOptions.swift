import ArgumentParser
import WebSocketTransport
import WebSocketWire

/// For which hosts a proxy is used, and who we are to it.
struct ProxyOptions: ParsableArguments {
  @Option(
    name: .customLong("noproxy"), parsing: .unconditional,
    help: ArgumentHelp("Reach these hosts without a proxy (*: all).", valueName: "list", visibility: .hidden))
  var exceptions: String?

  @Option(
    name: .customLong("proxy-header"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Send this header field to the proxy.", valueName: "field", visibility: .hidden))
  var headers: [String] = []

  @Option(
    name: .customLong("proxy-auth-file"),
    help: ArgumentHelp(
      "Read user:password for the proxy from this file.", valueName: "file", visibility: .hidden),
    completion: .file())
  var credentialsFile: String?

  @Flag(
    name: .customLong("proxy-insecure"),
    help: ArgumentHelp("Do not verify the certificate of an https proxy.", visibility: .hidden))
  var isInsecure = false

  @Flag(
    name: .customLong("no-proxy-env"),
    help: ArgumentHelp("Ignore the environment's proxy variables.", visibility: .hidden))
  var ignoresEnvironment = false

  /// Changes what is asked to be changed.
  func apply(to rules: inout RouteRules) throws {
    rules.exceptions = exceptions
    rules.proxyHeaders = try headers.map { line throws(UsageError) in try HTTPField(line) }
    rules.proxyCredentials = try credentialsFile.map { path throws(Failure) in try Self.firstLine(of: path) }
    rules.acceptsAnyProxyCertificate = isInsecure
  }

  /// The most that a file with credentials may have, in bytes.
  private static let fileLimit = 65536

  private static func firstLine(of path: String) throws(Failure) -> [UInt8] {
    let bytes = try FileReader.read(path, limit: fileLimit, hint: nil)
    let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    guard line.contains(0x3A) else {
      throw Failure(.badData, "the first line of \(path) is not user:password, as --proxy-auth-file expects")
    }
    return Array(line)
  }
}

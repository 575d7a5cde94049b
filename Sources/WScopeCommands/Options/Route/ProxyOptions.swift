import ArgumentParser
import SystemCalls
import WebSocketTransport
import WebSocketWire

/// Which proxy is used, for which hosts, and who we are to it.
struct ProxyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Go through this proxy: [SCHEME://][USER:PASSWORD@]HOST:PORT.", valueName: "url"))
  var proxy: String?

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

  /// The rules for proxies that these options and the environment make.
  func rules() throws -> RouteRules {
    var rules = RouteRules()
    rules.proxy = try proxy.map { text throws(UsageError) in try ProxyServer(text) }
    rules.exceptions = exceptions
    rules.proxyHeaders = try headers.map { line throws(UsageError) in try HTTPField(line) }
    rules.proxyCredentials = try credentialsFile.map { path throws(Failure) in try Self.firstLine(of: path) }
    rules.acceptsAnyProxyCertificate = isInsecure
    if !ignoresEnvironment {
      rules.environment = ProxyEnvironment { name in getenv(name).map { String(cString: $0) } }
    }
    return rules
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

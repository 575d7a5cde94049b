import ArgumentParser
import SystemCalls
import WebSocketTransport
import WebSocketWire

/// How a client speaks TLS and whom it believes; who it is belongs to `IdentityOptions`.
struct TLSOptions: ParsableArguments {
  @Flag(
    name: [.customShort("n"), .customLong("no-check"), .customShort("k"), .customLong("insecure")],
    help: "Do not verify the server's certificate.")
  var insecure = false

  @Option(
    name: [.customLong("ca"), .customLong("cacert"), .customLong("capath")],
    help: ArgumentHelp("Trust the authorities in this file or folder only.", valueName: "path"),
    completion: .file())
  var ca: String?

  @Option(
    help: ArgumentHelp("Ask the server for this name's certificate.", valueName: "name", visibility: .hidden))
  var sni: String?

  @Option(
    help: ArgumentHelp("Demand a certificate for this name.", valueName: "name", visibility: .hidden))
  var verifyName: String?

  @Option(
    help: ArgumentHelp(
      "Offer these protocols in TLS; none: no offer.", valueName: "list", visibility: .hidden))
  var alpn: String?

  @Option(
    help: ArgumentHelp("The oldest TLS to speak (default 1.2).", valueName: "version", visibility: .hidden),
    completion: .list(TLSSettings.Version.allCases.map(\.rawValue)),
    transform: TLSSettings.Version.init(argument:))
  var tlsMin: TLSSettings.Version?

  @Option(
    help: ArgumentHelp("The latest TLS to speak (default 1.3).", valueName: "version", visibility: .hidden),
    completion: .list(TLSSettings.Version.allCases.map(\.rawValue)),
    transform: TLSSettings.Version.init(argument:))
  var tlsMax: TLSSettings.Version?

  // curl's words for the oldest one.
  @Flag(help: ArgumentHelp("The oldest TLS to speak.", visibility: .hidden))
  var curlVersion: CurlVersion?

  @Option(
    help: ArgumentHelp(
      "The ciphers of TLS 1.2, as OpenSSL lists them.", valueName: "list", visibility: .hidden))
  var ciphers: String?

  @Option(
    name: [.customLong("pin"), .customLong("pinnedpubkey")],
    help: ArgumentHelp("Demand this public key (sha256//BASE64).", valueName: "pins", visibility: .hidden))
  var pins: [String] = []

  /// The settings that these options make for a client of this identity.
  func settings(_ identity: TLSIdentity?) throws -> TLSSettings {
    if tlsMin != nil, curlVersion != nil {
      throw Failure(
        .usage, "--tls-min and \(curlVersion?.spelling ?? "") say the same: one of them at a time")
    }
    let trust = ca.map { Self.trust($0) } ?? .system
    var settings = TLSSettings(trust: insecure ? .anyone : trust, identity: identity)
    settings.reportedTrust = trust
    settings.serverName = sni
    settings.verifiedName = verifyName.map { Self.bare($0) }
    if let alpn { settings.applicationProtocols = alpn == "none" ? [] : Self.list(alpn) }
    settings.minimumVersion = tlsMin ?? curlVersion?.version ?? min(.v12, tlsMax ?? .v12)
    settings.maximumVersion = tlsMax ?? .v13
    settings.ciphers = ciphers
    settings.pins = try pins.flatMap { try PublicKeyPin.list($0) }
    settings.keyLogFile = Environment.value("SSLKEYLOGFILE")
    settings.systemStore = SystemStore(
      file: Environment.value("SSL_CERT_FILE"),
      folders: Environment.value("SSL_CERT_DIR")?.split(separator: ":").map(String.init))
    try settings.check()
    return settings
  }

  private static func trust(_ path: String) -> TrustPolicy {
    // The system reads a path that ends in /. only where it is a folder.
    access("\(path)/.", F_OK) == 0 ? .folder(path) : .file(path)
  }

  /// An address of IPv6 may be written as in a URL.
  private static func bare(_ name: String) -> String {
    name.hasPrefix("[") && name.hasSuffix("]") ? String(name.dropFirst().dropLast()) : name
  }

  private static func list(_ text: String) -> [String] {
    text.split(separator: ",", omittingEmptySubsequences: false).map { String($0.drop { $0 == " " }) }
  }
}

extension TLSOptions {
  /// curl's flags that name the oldest version.
  enum CurlVersion: String, EnumerableFlag {
    case v12 = "tlsv1.2"
    case v13 = "tlsv1.3"

    static func name(for value: Self) -> NameSpecification { .customLong(value.rawValue) }
    static func help(for value: Self) -> ArgumentHelp? {
      ArgumentHelp("The oldest TLS to speak.", visibility: .hidden)
    }

    var spelling: String { "--\(rawValue)" }
    var version: TLSSettings.Version { self == .v12 ? .v12 : .v13 }
  }
}

extension TLSSettings.Version {
  /// Reads the value of an option.
  init(argument text: String) throws {
    guard let version = TLSSettings.Version(rawValue: text) else {
      throw ValueError(expected: "1.0, 1.1, 1.2 or 1.3")
    }
    self = version
  }
}

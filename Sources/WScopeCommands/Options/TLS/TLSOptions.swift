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

  /// The settings that these options and the rare ones make for a client of this identity.
  func settings(_ identity: TLSIdentity?, details: TLSDetailOptions?) throws -> TLSSettings {
    let trust = ca.map { Self.trust($0) } ?? .system
    var settings = TLSSettings(trust: insecure ? .anyone : trust, identity: identity)
    settings.reportedTrust = trust
    try details?.apply(to: &settings)
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
}

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

  fileprivate static func trust(_ path: String) -> TrustPolicy {
    // The system reads a path that ends in /. only where it is a folder.
    access("\(path)/.", F_OK) == 0 ? .folder(path) : .file(path)
  }
}

/// Without options of the group, each has its default.
extension TLSOptions? {
  /// The settings that these options and the rare ones make for a client of this identity.
  func settings(_ identity: TLSIdentity?, details: TLSDetailOptions?) throws -> TLSSettings {
    let trust = self?.ca.map { TLSOptions.trust($0) } ?? .system
    var settings = TLSSettings(trust: self?.insecure == true ? .anyone : trust, identity: identity)
    settings.reportedTrust = trust
    try details?.apply(to: &settings)
    settings.keyLogFile = Environment.value("SSLKEYLOGFILE")
    settings.systemStore = SystemStore(
      file: Environment.value("SSL_CERT_FILE"),
      folders: Environment.value("SSL_CERT_DIR")?.split(separator: ":").map(String.init))
    try settings.check()
    return settings
  }
}

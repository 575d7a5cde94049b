package import WebSocketWire

/// A client's TLS: versions and ciphers, which servers it trusts, and its own certificate.
public struct TLSSettings: Hashable, Sendable {
  /// Whose certificates are believed.
  public var trust: TrustPolicy
  /// Whose certificates the report calls trusted where `trust` is `.anyone`.
  public var reportedTrust = TrustPolicy.system
  /// Where the system's store is.
  package var systemStore = SystemStore()
  /// Who the client is, for a server that asks; nil for none.
  public var identity: TLSIdentity?
  /// The name that the server is sent to choose its certificate by (SNI, RFC 6066 3); nil for the URL's host, where that is a name.
  public var serverName: String?
  /// The name or address that the server's certificate must be for (RFC 9525); nil for the URL's host.
  public var verifiedName: String?
  /// What is offered as application protocols, in order of preference (ALPN, RFC 7301); none is offered where it is empty.
  /// Each has 1 to 255 characters of ASCII.
  public var applicationProtocols = ["http/1.1"]
  /// The oldest version that is spoken.
  public var minimumVersion = Version.v12
  /// The latest version that is spoken.
  public var maximumVersion = Version.v13
  /// The cipher suites of TLS 1.2 and older in OpenSSL's notation, such as `ECDHE+AESGCM:!AES256`; nil for the usual ones. Those of
  /// TLS 1.3 cannot be chosen.
  public var ciphers: String?
  /// The server's public key must be one of these, whatever certificates are trusted; any is accepted where it is empty.
  public var pins: [PublicKeyPin] = []
  /// A file to which the secrets of each connection are appended, so that a capture of it can be decrypted (SSLKEYLOGFILE); nil for none.
  /// It is made for its owner alone. Anyone who reads it can read the connections.
  public var keyLogFile: String?

  /// Everything else at its default.
  public init(trust: TrustPolicy = .system, identity: TLSIdentity? = nil) {
    self.trust = trust
    self.identity = identity
  }

  /// The same without what is meant for one server alone: who the client is, names and pins.
  package var forAnotherServer: TLSSettings {
    var settings = self
    settings.identity = nil
    settings.serverName = nil
    settings.verifiedName = nil
    settings.pins = []
    return settings
  }

  /// Throws for a value that cannot be used: a name that is none, a protocol that cannot be offered, bounds that leave no version, or
  /// ciphers that do not exist.
  package func check() throws(UsageError) {
    guard minimumVersion <= maximumVersion else {
      throw UsageError(
        "TLS \(minimumVersion.rawValue) at least and TLS \(maximumVersion.rawValue) at most leave no version")
    }
    if let serverName { try Self.check(serverName: serverName) }
    if let verifiedName, !Self.isHost(verifiedName) {
      throw UsageError(
        "\(verifiedName.quoted) is not a name that a certificate can be for, expected a host name or an address"
      )
    }
    for name in applicationProtocols where !(1...255).contains(name.utf8.count) || !name.isPrintable {
      throw UsageError(
        "\(name.quoted) is not an application protocol, expected 1 to 255 characters of ASCII")
    }
    if let ciphers { _ = try CipherList(ciphers) }
  }

  private static func check(serverName: String) throws(UsageError) {
    guard isHost(serverName), serverName.utf8.count <= 255 else {
      throw UsageError("\(serverName.quoted) is not a server name, expected a host name in ASCII")
    }
    if case .address = ServerName(host: serverName) {
      throw UsageError("\(serverName.quoted) is an address, expected a host name (RFC 6066 3)")
    }
  }

  private static func isHost(_ text: String) -> Bool {
    if case .address = ServerName(host: text) { return true }
    return !text.isEmpty && HostSyntax.isField(text) && !text.contains(":")
  }
}

extension String {
  fileprivate var isPrintable: Bool { utf8.allSatisfy { 0x21...0x7E ~= $0 } }
}

public import WebSocketWire

/// A proxy that a connection goes through: where it is, what it speaks, and who we are to it. Credentials are never printed.
public struct ProxyServer: Hashable, Sendable, CustomStringConvertible {
  /// What is spoken with a proxy.
  public enum Scheme: String, Hashable, Sendable, CaseIterable {
    /// HTTP's CONNECT (RFC 9110 9.3.6).
    case http
    /// The same inside TLS, which is verified for the proxy's own name.
    case https
    /// SOCKS 5 (RFC 1928), which is given the server's address.
    case socks5
    /// SOCKS 5, which is given the server's name and looks it up.
    case socks5h

    /// Whether it is one of the two that speak HTTP.
    public var isHTTP: Bool { self == .http || self == .https }
  }

  /// What the proxy speaks.
  public let scheme: Scheme
  /// A name or an address; an IPv6 address without its brackets, and with its zone.
  public let host: String
  /// 1 to 65535; 443 for `https` and 1080 for the others when the URL names none, as for curl.
  public let port: Int
  package var credentials: HTTPCredentials?
  /// Sent to the proxy alone, in the head of CONNECT.
  public var headers: [HTTPField] = []
  /// The variable of the environment that names it; nil for none.
  package var variable: String?
  /// Whether the certificate of an `https` proxy is not verified.
  public var acceptsAnyCertificate = false

  /// Reads `[scheme://][user:password@]host[:port]`; without a scheme it is `http`. User and password are percent-decoded. A path is passed
  /// over. A mistake is one sentence without the credentials.
  public init(_ text: String) throws(UsageError) {
    do {
      try self.init(bytes: Array(text.utf8)[...])
    } catch {
      throw UsageError("the proxy \(SecretFilter.url(text).quoted): \(error.words)")
    }
  }

  private init(bytes: ArraySlice<UInt8>) throws(URLFault) {
    let (scheme, rest) = try Self.scheme(of: bytes)
    self.scheme = scheme
    var authority = rest.prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
    if let at = authority.lastIndex(of: 0x40) {
      credentials = try Self.credentials(authority[..<at], scheme)
      authority = authority[(at + 1)...]
    }
    let end =
      authority.first == 0x5B ? authority.lastIndex(of: 0x5D).map { $0 + 1 } : authority.firstIndex(of: 0x3A)
    let name = authority[..<(end ?? authority.endIndex)]
    guard !name.isEmpty else {
      throw URLFault("a proxy needs a host, as in http://localhost:3128")
    }
    let place = try URLHost(name)
    host = place.zone.map { "\(place.text)%\($0)" } ?? place.text
    let digits = authority[name.endIndex...]
    guard !digits.isEmpty, !digits.elementsEqual(":".utf8) else {
      port = scheme == .https ? 443 : 1080
      return
    }
    guard digits.first == 0x3A,
      let port = Digits.decimal(String(decoding: digits.dropFirst(), as: UTF8.self)),
      (1...65535).contains(port)
    else { throw URLFault("what follows the host is not a port: a number from 1 to 65535 is expected") }
    self.port = port
  }

  private static func scheme(
    of bytes: ArraySlice<UInt8>
  ) throws(URLFault) -> (scheme: Scheme, rest: ArraySlice<UInt8>) {
    let word = bytes.prefix { $0 != 0x3A && $0 != 0x2F && $0 != 0x40 }
    guard bytes[word.endIndex...].starts(with: "://".utf8) else { return (.http, bytes) }
    let name = String(decoding: word, as: UTF8.self).lowercased()
    guard let scheme = Scheme(rawValue: name) else {
      let known = "expected http, https, socks5 or socks5h"
      throw URLFault(
        name.hasPrefix("socks")
          ? "SOCKS before version 5 is not supported, \(known)" : "another scheme, \(known)")
    }
    return (scheme, bytes[(word.endIndex + 3)...])
  }

  private static func credentials(
    _ bytes: ArraySlice<UInt8>, _ scheme: Scheme
  ) throws(URLFault) -> HTTPCredentials? {
    guard !bytes.isEmpty else { return nil }
    // What parts user and password is not encoded.
    let user = bytes.prefix { $0 != 0x3A }
    let credentials = HTTPCredentials(
      user: PercentEncoding.decoded(user),
      password: PercentEncoding.decoded(bytes[user.endIndex...].dropFirst()))
    if let fault = fault(in: credentials, scheme) { throw URLFault(fault) }
    return credentials
  }

  /// The same proxy with these credentials, `user:password`, which take the place of the URL's.
  package func with(userInfo: some Collection<UInt8>) throws(UsageError) -> ProxyServer {
    var copy = self
    let credentials = HTTPCredentials(userInfo: userInfo)
    if let fault = Self.fault(in: credentials, scheme) { throw UsageError("the proxy's \(fault)") }
    copy.credentials = credentials
    return copy
  }

  private static func fault(in credentials: HTTPCredentials, _ scheme: Scheme) -> String? {
    let isPlain = (credentials.user + credentials.password).allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    if scheme.isHTTP {
      if !isPlain { return "user and password hold a control character, and HTTP allows none (RFC 7617 2)" }
      return credentials.user.contains(0x3A) ? "user holds a colon, and HTTP allows none (RFC 7617 2)" : nil
    }
    return max(credentials.user.count, credentials.password.count) > 255
      ? "user or password has more than 255 bytes, the most that SOCKS takes (RFC 1929 2)" : nil
  }

  /// `http://127.0.0.1:3128`, without user and password.
  public var description: String {
    "\(scheme.rawValue)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
  }
}

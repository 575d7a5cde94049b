/// A cookie as a client keeps it (RFC 6265 5.3). It prints as `***`.
package struct Cookie: Hashable, Sendable, CustomStringConvertible {
  package let name: String
  package let value: String
  /// In lower case, without a dot before it.
  package let domain: String
  /// Whether hosts below the domain get it too.
  package let includesSubdomains: Bool
  package let path: String
  package let isSecure: Bool
  /// Whether only HTTP may see it, which is kept for other programs.
  package let isHTTPOnly: Bool
  /// Seconds since 1970-01-01 00:00 UTC; nil for one that lasts as long as a session.
  package let expiry: Int?

  /// The most bytes of a name and its value together (RFC 6265 6.1).
  private static let sizeLimit = 4096

  init(
    name: String, value: String, domain: String, includesSubdomains: Bool, path: String,
    isSecure: Bool = false, isHTTPOnly: Bool = false, expiry: Int? = nil
  ) {
    self.name = name
    self.value = value
    self.domain = domain
    self.includesSubdomains = includesSubdomains
    self.path = path
    self.isSecure = isSecure
    self.isHTTPOnly = isHTTPOnly
    self.expiry = expiry
  }

  /// Reads the value of a `Set-Cookie` field of an answer for that URL (RFC 6265 5.2, 5.3); nil for one that the server may not set.
  /// `now` is in seconds since 1970-01-01 00:00 UTC.
  package init?(_ field: String, from url: WebSocketURL, now: Int) {
    let parts = field.split(separator: ";", omittingEmptySubsequences: false)
    guard let pair = parts.first.flatMap({ Self.pair($0) }), let value = pair.value, !pair.name.isEmpty,
      field.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }),
      // A tab ends a field of the file that cookies are kept in.
      !pair.name.utf8.contains(0x09), !value.utf8.contains(0x09),
      pair.name.utf8.count + value.utf8.count <= Self.sizeLimit
    else { return nil }
    let attributes = Attributes(parts.dropFirst(), now: now)
    let domain = attributes.domain ?? ""
    // A name without a dot is one that everyone registers below, but for the host itself.
    let isWider = !domain.isEmpty && domain != url.host
    if isWider, !domain.contains(".") || !Self.matches(url.host, domain) { return nil }
    if attributes.isSecure, !url.isSecure { return nil }
    let prefix = pair.name.lowercased()
    if prefix.hasPrefix("__secure-") || prefix.hasPrefix("__host-"), !attributes.isSecure { return nil }
    if prefix.hasPrefix("__host-"), attributes.domain != nil || attributes.path != "/" { return nil }
    self.init(
      name: pair.name, value: value, domain: domain.isEmpty ? url.host : domain,
      includesSubdomains: !domain.isEmpty && !Self.isAddress(url.host),
      path: attributes.path ?? Self.defaultPath(of: url), isSecure: attributes.isSecure,
      isHTTPOnly: attributes.isHTTPOnly, expiry: attributes.expiry)
  }

  package func isExpired(at now: Int) -> Bool { expiry.map { $0 <= now } ?? false }

  /// Whether a request for the URL has it (RFC 6265 5.4).
  package func isMeant(for url: WebSocketURL) -> Bool {
    let isHost = includesSubdomains ? Self.matches(url.host, domain) : url.host == domain
    return isHost && Self.path(of: url, isWithin: path) && (url.isSecure || !isSecure)
  }

  /// Whether it takes the place of the other (RFC 6265 5.3).
  func replaces(_ other: Cookie) -> Bool {
    name == other.name && domain == other.domain && path == other.path
  }

  package var description: String { "\(name)=\(SecretFilter.mark)" }

  // MARK: Parts

  private struct Attributes {
    private(set) var domain: String?
    private(set) var path: String?
    private(set) var isSecure = false
    private(set) var isHTTPOnly = false
    private(set) var expiry: Int?

    /// The last of each counts, and `Max-Age` more than `Expires`.
    init(_ parts: ArraySlice<Substring>, now: Int) {
      var expires: Int?
      var age: Int?
      for part in parts {
        guard let (name, value) = Cookie.pair(part, needsSign: false) else { continue }
        let text = value ?? ""
        switch name.lowercased() {
        case "domain": domain = String(text.hasPrefix(".") ? text.dropFirst() : text[...]).lowercased()
        case "path": path = text.hasPrefix("/") ? text : nil
        case "secure": isSecure = true
        case "httponly": isHTTPOnly = true
        case "expires": expires = CookieDate.seconds(text) ?? expires
        case "max-age": age = Self.age(text) ?? age
        default: break
        }
      }
      expiry = age.map { $0 > 0 ? now + $0 : .min } ?? expires
    }

    /// In seconds; what is more than a thousand years is as long.
    private static func age(_ text: String) -> Int? {
      let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
      guard !digits.isEmpty, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
      return text.hasPrefix("-") ? 0 : min(Digits.decimal(digits) ?? .max, 31_536_000_000)
    }
  }

  /// `name=value` without the blanks around both; nil without a sign where one is needed.
  private static func pair(_ part: Substring, needsSign: Bool = true) -> (name: String, value: String?)? {
    guard let sign = part.firstIndex(of: "=") else {
      return needsSign ? nil : (part.trimmingSpaces(), nil)
    }
    return (part[..<sign].trimmingSpaces(), part[part.index(after: sign)...].trimmingSpaces())
  }

  /// RFC 6265 5.1.3.
  private static func matches(_ host: String, _ domain: String) -> Bool {
    host == domain || host.hasSuffix("." + domain) && !isAddress(host)
  }

  private static func isAddress(_ host: String) -> Bool {
    host.contains(":") || IPv4Address(dotted: host) != nil
  }

  /// RFC 6265 5.1.4.
  private static func path(of url: WebSocketURL, isWithin path: String) -> Bool {
    let requested = url.resource.prefix { $0 != "?" }
    guard requested.hasPrefix(path) else { return false }
    return path.hasSuffix("/") || requested.utf8.count == path.utf8.count
      || requested.dropFirst(path.count).first == "/"
  }

  /// RFC 6265 5.1.4.
  private static func defaultPath(of url: WebSocketURL) -> String {
    let path = url.resource.prefix { $0 != "?" }
    let folder = path.lastIndex(of: "/").map { path[..<$0] } ?? ""
    return folder.isEmpty ? "/" : String(folder)
  }
}

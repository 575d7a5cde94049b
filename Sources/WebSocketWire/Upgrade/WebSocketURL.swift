/// A `ws` or `wss` URL (RFC 6455 3); `http` and `https` are read as them, and a bare `host:port` as `ws`.
public struct WebSocketURL: Hashable, Sendable, CustomStringConvertible {
  /// TLS or not: `wss` or `ws`.
  public let isSecure: Bool
  /// A name or an address; an IPv6 address without its brackets and its zone. An international name is in its `xn--` form.
  public let host: String
  /// The zone of an IPv6 address (RFC 6874), which says what interface leads to it and is not sent; nil for none.
  public let zone: String?
  /// 1 to 65535; 80 or 443 when the URL names none.
  public let port: Int
  /// Path and query, at least `/`.
  public let resource: String
  /// `user:password` when the URL holds them, percent-encoding undone.
  public let userInfo: [UInt8]?

  /// Reads what a person types, as WHATWG's URL standard does for its special schemes; a mistake is one sentence.
  ///
  /// With `keepsPath`, dots and backslashes of the path stay as they are written; what cannot be part of a request line is still
  /// percent-encoded.
  public init(_ text: String, keepsPath: Bool = false) throws(UsageError) {
    do {
      try self.init(bytes: Self.stripped(text), keepsPath: keepsPath)
    } catch {
      throw UsageError("\(SecretFilter.url(text).quoted): \(error.words)")
    }
  }

  private init(bytes: ArraySlice<UInt8>, keepsPath: Bool) throws(URLFault) {
    let (scheme, rest) = try Self.scheme(of: bytes)
    isSecure = scheme == "wss" || scheme == "https"
    if rest.contains(0x23) {
      throw URLFault("a WebSocket URL has no fragment (RFC 6455 3); write # as %23")
    }
    var authority = rest.prefix { !Self.isDelimiter($0) }
    let target = rest[authority.endIndex...]
    resource = keepsPath ? URLTarget.verbatim(target) : URLTarget.resource(target)
    if let at = authority.lastIndex(of: 0x40) {
      userInfo = try Self.credentials(authority[..<at])
      authority = authority[(at + 1)...]
    } else {
      userInfo = nil
    }
    let (name, number) = try Self.split(authority)
    if let known = Self.knownScheme(name), number?.isEmpty == true, target.starts(with: "//".utf8) {
      throw URLFault("this URL has two schemes\(Self.example("\(known):\(Self.text(target))", of: bytes))")
    }
    if scheme == nil, name.isEmpty, number?.isEmpty == false {
      (host, zone) = ("localhost", nil)
    } else if name.isEmpty {
      throw URLFault("a URL needs a host, as in ws://localhost:8080/")
    } else {
      let place = try URLHost(name)
      (host, zone) = (place.text, place.zone)
    }
    port = try Self.port(number) ?? (isSecure ? 443 : 80)
  }

  /// `ws` or `wss`.
  public var scheme: String { isSecure ? "wss" : "ws" }
  /// The host as a URL writes it: an IPv6 address in brackets.
  package var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }
  /// The value of the Host field: the port only where it is not the scheme's own (RFC 6455 4.1).
  package var hostField: String { port == (isSecure ? 443 : 80) ? bracketedHost : "\(bracketedHost):\(port)" }
  /// Without the user and password, which belong on no screen.
  public var description: String { "\(scheme)://\(hostField)\(resource)" }

  /// Whether both have the same scheme, host and port (RFC 6454 5), so that what is meant for one may be shown to the other.
  package func hasSameOrigin(as other: WebSocketURL) -> Bool {
    isSecure == other.isSecure && host == other.host && port == other.port
  }

  // MARK: Parts

  /// Without the blanks and control characters around it, and without tabs and line ends anywhere (WHATWG URL 4.4).
  private static func stripped(_ text: String) -> ArraySlice<UInt8> {
    let bytes = text.utf8.filter { $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    let front = bytes.drop { $0 <= 0x20 }
    return front[..<((front.lastIndex { $0 > 0x20 } ?? front.startIndex - 1) + 1)]
  }

  /// The scheme in lower case, nil where none is written, and what follows its slashes.
  private static func scheme(
    of bytes: ArraySlice<UInt8>
  ) throws(URLFault) -> (scheme: String?, rest: ArraySlice<UInt8>) {
    let digits = bytes.prefix { 0x30...0x39 ~= $0 }
    if !digits.isEmpty, digits.endIndex == bytes.endIndex || isDelimiter(bytes[digits.endIndex]) {
      // A number alone is a port, as it is for a listener.
      return (nil, ArraySlice([0x3A] + bytes))
    }
    let word = bytes.prefix { $0 != 0x3A && !isDelimiter($0) }
    if let mark = markOfScheme(in: bytes) {
      guard let scheme = knownScheme(bytes[..<mark]) else {
        // A user and password can be in front of the mark as well.
        let word = holdsSecrets(bytes) ? nil : text(bytes[..<mark]).lowercased()
        throw URLFault("\(word.map { "the scheme is \($0.quoted)" } ?? "another scheme"), expected ws or wss")
      }
      return (scheme, bytes[(mark + 3)...])
    }
    guard let scheme = knownScheme(word) else {
      try checkBare(bytes)
      return (nil, bytes)
    }
    let rest = bytes[word.endIndex...].drop { $0 == 0x3A }
    let isHost =
      rest.startIndex == word.endIndex + 1 && Digits.decimal(text(rest.prefix { !isDelimiter($0) })) != nil
    if !isHost, rest.startIndex > word.endIndex || rest.starts(with: "//".utf8) {
      let place = rest.drop { $0 == 0x2F || $0 == 0x5C }
      let meant = place.isEmpty ? "localhost:8080/" : text(place)
      throw URLFault("a URL begins with \(scheme)://\(example("\(scheme)://\(meant)", of: bytes))")
    }
    return (nil, bytes)
  }

  /// Refuses what only looks like a host and a port where no scheme is written: `unix:/path`, `ws;//host`.
  private static func checkBare(_ bytes: ArraySlice<UInt8>) throws(URLFault) {
    let authority = bytes.prefix { !isDelimiter($0) }
    let place = authority[((authority.lastIndex(of: 0x40).map { $0 + 1 }) ?? authority.startIndex)...]
    if place.last == 0x3A, place.count > 1 {
      throw URLFault(
        "what is before the colon is not a scheme, and no port is after it; expected ws://HOST/ or HOST:PORT")
    }
    if place.contains(where: { "!$&'()*+,;=".utf8.contains($0) }) {
      throw URLFault("without ws:// or wss:// before it, a host is letters, digits, dots and hyphens")
    }
  }

  /// What may have been meant, where that shows no secret and nothing but visible ASCII.
  private static func example(_ url: String, of bytes: ArraySlice<UInt8>) -> String {
    let isPlain = bytes.allSatisfy { 0x21...0x7E ~= $0 } && !holdsSecrets(bytes)
    return isPlain ? ", as in \(SecretFilter.url(url))" : ""
  }

  private static func holdsSecrets(_ bytes: ArraySlice<UInt8>) -> Bool {
    SecretFilter.url(text(bytes)) != text(bytes)
  }

  /// Where the first colon with two slashes after it is, in front of any path; a backslash counts as a slash.
  private static func markOfScheme(in bytes: ArraySlice<UInt8>) -> Int? {
    let front = bytes.prefix { !isDelimiter($0) }
    guard let colon = front.indices.last, front[colon] == 0x3A else { return nil }
    let slashes = bytes[front.endIndex...].prefix { $0 == 0x2F || $0 == 0x5C }
    return slashes.count >= 2 ? colon : nil
  }

  private static func knownScheme(_ bytes: ArraySlice<UInt8>) -> String? {
    let word = text(bytes).lowercased()
    return ["ws", "wss", "http", "https"].contains(word) ? word : nil
  }

  /// A user without a password has an empty one (RFC 7617 2).
  private static func credentials(_ bytes: ArraySlice<UInt8>) throws(URLFault) -> [UInt8]? {
    guard bytes.contains(where: { $0 != 0x3A }) || bytes.count > 1 else { return nil }
    let decoded = PercentEncoding.decoded(bytes)
    guard decoded.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw URLFault("user and password hold no control characters (RFC 7617 2)")
    }
    return decoded + (bytes.contains(0x3A) ? [] : [0x3A])
  }

  private static func split(
    _ authority: ArraySlice<UInt8>
  ) throws(URLFault) -> (host: ArraySlice<UInt8>, port: ArraySlice<UInt8>?) {
    let isBracketed = authority.first == 0x5B
    let host =
      isBracketed
      ? authority[..<((authority.lastIndex(of: 0x5D) ?? authority.endIndex - 1) + 1)]
      : authority.prefix { $0 != 0x3A }
    let rest = authority[host.endIndex...]
    if !isBracketed, rest.dropFirst().contains(0x3A) {
      let colons = authority.count { $0 == 0x3A }
      let hasGap = zip(authority, authority.dropFirst()).contains { $0 == 0x3A && $1 == 0x3A }
      throw URLFault(
        hasGap || colons == 7
          ? "an IPv6 address in a URL goes in brackets, as in ws://[::1]:8080/"
          : "after the host one colon and a port can follow, and here are \(colons) colons")
    }
    if let first = rest.first, first != 0x3A {
      throw URLFault("after the brackets of an IPv6 address only a port can follow")
    }
    return (host, rest.isEmpty ? nil : rest.dropFirst())
  }

  private static func port(_ digits: ArraySlice<UInt8>?) throws(URLFault) -> Int? {
    guard let digits, !digits.isEmpty else { return nil }
    guard let port = Digits.decimal(text(digits)), (1...65535).contains(port) else {
      // What is not a number can be a password, and is not shown.
      let isNumber = digits.allSatisfy { 0x30...0x39 ~= $0 }
      throw URLFault(
        isNumber
          ? "the port is \(text(digits)), expected 1 to 65535"
          : "what follows the host and a colon is not a port: a number from 1 to 65535 is expected")
    }
    return port
  }

  /// Whether it ends an authority; `#` as well, though a fragment is refused.
  private static func isDelimiter(_ byte: UInt8) -> Bool {
    byte == 0x2F || byte == 0x5C || byte == 0x3F || byte == 0x23
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}

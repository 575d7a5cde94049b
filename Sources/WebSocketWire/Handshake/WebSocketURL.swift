/// A `ws` or `wss` URL (RFC 6455 3); `http` and `https` are read as them, and a bare `host:port` as `ws`.
public struct WebSocketURL: Hashable, Sendable, CustomStringConvertible {
  /// TLS or not: `wss` or `ws`.
  public let isSecure: Bool
  /// A name or an address; an IPv6 address without its brackets.
  public let host: String
  /// 1 to 65535; 80 or 443 when the URL names none.
  public let port: Int
  /// Path and query, at least `/`.
  public let resource: String
  /// `user:password` when the URL holds them, percent-encoding undone.
  public let userInfo: String?

  /// Reads what a person types; a mistake is one sentence.
  public init(_ text: String) throws(UsageError) {
    var rest = Substring(text)
    var scheme = "ws"
    // A number alone is a port, as it is for a listener.
    if Digits.decimal(text) != nil { rest = Substring(":" + text) }
    try Self.requireSlashes(text)
    if let mark = text.range(ofFirst: "://"), !text[..<mark.lowerBound].contains(where: { "/?".contains($0) })
    {
      scheme = text[..<mark.lowerBound].lowercased()
      rest = text[mark.upperBound...]
    }
    switch scheme {
    case "ws", "http": isSecure = false
    case "wss", "https": isSecure = true
    default:
      // What stands in front of the mark can be a user and password as well.
      let found = SecretFilter.url(text) == text ? "the scheme is \(scheme.quoted)" : "another scheme"
      throw UsageError("\(text.quotedURL): \(found), expected ws or wss")
    }
    if rest.utf8.contains(0x23) {
      throw UsageError("\(text.quotedURL): a WebSocket URL has no fragment (RFC 6455 3); write # as %23")
    }
    let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "\\" } ?? rest.endIndex
    var authority = rest[..<end]
    resource = try Self.resource(rest[end...], of: text)
    if let at = authority.lastIndex(of: "@") {
      let user = authority[..<at]
      // A user without a password has an empty one (RFC 7617 2).
      userInfo =
        user.isEmpty || user == ":" ? nil : Self.percentDecoded(user) + (user.contains(":") ? "" : ":")
      authority = authority[authority.index(after: at)...]
    } else {
      userInfo = nil
    }
    let (name, number) = Self.split(authority)
    if scheme == "ws", name.isEmpty, number != nil, authority.first == ":" {
      host = "localhost"
    } else {
      host = name.lowercased()
    }
    guard !host.isEmpty else {
      throw UsageError("\(text.quotedURL): a URL needs a host, as in ws://localhost:8080/")
    }
    guard !host.contains(where: { $0 == "[" || $0 == "]" }) else {
      throw UsageError("\(text.quotedURL): an IPv6 address stands between one [ and one ]")
    }
    guard host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw UsageError(
        "\(text.quotedURL): the host holds a blank or a letter outside ASCII; an international name goes in its xn-- form"
      )
    }
    try Self.requireHost(host, inBrackets: authority.first == "[", of: text)
    if let number, !number.isEmpty {
      guard let value = Digits.decimal(number), (1...65535).contains(value) else {
        let shown = number.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? String(number) : SecretFilter.mark
        throw UsageError("\(text.quotedURL): the port is \(shown.quoted), expected 1 to 65535")
      }
      port = value
    } else {
      port = isSecure ? 443 : 80
    }
  }

  /// `ws` or `wss`.
  public var scheme: String { isSecure ? "wss" : "ws" }
  /// The host as a URL writes it: an IPv6 address in brackets.
  public var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }
  /// The value of the Host field: the port only where it is not the scheme's own (RFC 6455 4.1).
  public var hostField: String { port == (isSecure ? 443 : 80) ? bracketedHost : "\(bracketedHost):\(port)" }
  /// Without the user and password, which belong on no screen.
  public var description: String { "\(scheme)://\(hostField)\(resource)" }

  /// Without its slashes a scheme would be read as a host's name.
  private static func requireSlashes(_ text: String) throws(UsageError) {
    guard let colon = text.firstIndex(of: ":"),
      ["ws", "wss", "http", "https"].contains(text[..<colon].lowercased())
    else { return }
    let rest = text[text.index(after: colon)...]
    let port = rest.prefix { !"/?".contains($0) }
    guard !rest.hasPrefix("//"), Digits.decimal(port) == nil else { return }
    throw UsageError("a URL begins with \(text[..<colon].lowercased())://, and this one lacks a slash")
  }

  private static func requireHost(_ host: String, inBrackets: Bool, of text: String) throws(UsageError) {
    guard inBrackets else {
      if host.contains(":") {
        throw UsageError("an IPv6 address in a URL goes in brackets, as in ws://[::1]:8080/")
      }
      guard HostSyntax.isName(host) else {
        throw UsageError(
          "\(text.quotedURL): this is not a host: letters, digits, dots and hyphens are expected")
      }
      return
    }
    if host.contains("%") {
      throw UsageError(
        "an IPv6 address with a zone (RFC 6874) is not supported; leave out % and what follows")
    }
    guard HostSyntax.isIPv6(host) else {
      throw UsageError("\(text.quotedURL): brackets hold an IPv6 address, and this is not one")
    }
  }

  private static func split(_ authority: Substring) -> (host: Substring, port: Substring?) {
    if authority.first == "[", let close = authority.firstIndex(of: "]") {
      let host = authority[authority.index(after: authority.startIndex)..<close]
      let behind = authority[authority.index(after: close)...]
      return (host, behind.first == ":" ? behind.dropFirst() : behind.isEmpty ? nil : behind)
    }
    guard let colon = authority.lastIndex(of: ":") else { return (authority, nil) }
    if authority[..<colon].contains(":") { return (authority, nil) }
    return (authority[..<colon], authority[authority.index(after: colon)...])
  }

  private static func resource(_ text: Substring, of url: String) throws(UsageError) -> String {
    var result = text.first == "/" || text.first == "\\" ? "" : "/"
    var isQuery = false
    for byte in text.utf8 {
      switch byte {
      case 0x5C where !isQuery: result += "/"
      // What neither a path nor a query can hold (RFC 3986 3.3, 3.4).
      case 0x22, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B...0x7D: result += "%" + Hex.byte(byte).uppercased()
      case 0x00..<0x20, 0x7F: throw UsageError("\(url.quotedURL): a URL cannot hold control characters")
      case 0x21...0x7E:
        if byte == 0x3F { isQuery = true }
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += "%" + Hex.byte(byte).uppercased()
      }
    }
    return result
  }

  private static func percentDecoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == 0x25, rest.count >= 2, let value = Digits.hex(rest.prefix(2)) {
        bytes.append(UInt8(truncatingIfNeeded: value))
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension String {
  /// Between double quotes, with what `TerminalSafety` names escaped, so that a sentence can hold what a person typed.
  package var quoted: String {
    var quoted = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\r": quoted += "\\r"
      case _ where scalar.isASCII && TerminalSafety.mustEscape(scalar.value):
        quoted += "\\x" + Hex.byte(UInt8(truncatingIfNeeded: scalar.value))
      case _ where TerminalSafety.mustEscape(scalar.value):
        quoted += "\\u{\(String(scalar.value, radix: 16))}"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// The same of a URL, without what others must not read.
  fileprivate var quotedURL: String { SecretFilter.url(self).quoted }

  fileprivate func range(ofFirst mark: String) -> Range<Index>? {
    indices.first { self[$0...].hasPrefix(mark) }.map { $0..<index($0, offsetBy: mark.count) }
  }
}

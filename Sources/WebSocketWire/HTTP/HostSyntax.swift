/// What can be a host in a URL or in a Host field (RFC 3986 3.2.2; RFC 9110 7.2).
package enum HostSyntax {
  /// Whether it can be a name or an IPv4 address: letters, digits and what RFC 3986 calls unreserved or a sub-delimiter.
  static func isName(_ text: some StringProtocol) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._~!$&'()*+,;=".utf8.contains(byte)
        }
      }
  }

  /// Whether it is the value of a Host field: a host, and maybe a port.
  package static func isField(_ text: some StringProtocol) -> Bool {
    var rest = Substring(text)
    if rest.first == "[" {
      guard let end = rest.firstIndex(of: "]"), IPv6Address(rest[..<end].dropFirst()) != nil else {
        return false
      }
      rest = rest[rest.index(after: end)...]
      return rest.isEmpty || rest.first == ":" && isPort(rest.dropFirst())
    }
    guard let colon = rest.firstIndex(of: ":") else { return isEncodedName(rest) }
    return isEncodedName(rest[..<colon]) && isPort(rest[rest.index(after: colon)...])
  }

  /// What is wrong with the value of a Host field, in words that follow it; nil for nothing.
  static func fault(inField text: some StringProtocol) -> String? {
    if isField(text) { return nil }
    if let colon = text.lastIndex(of: ":"), isField(text[..<colon]),
      !text.contains(where: { "/@".contains($0) })
    {
      return "whose port is not 0 to 65535"
    }
    return "which is not a host"
  }

  /// Whether it can be a name, in which a percent sign may begin an encoded byte.
  private static func isEncodedName(_ text: Substring) -> Bool {
    let parts = text.split(separator: "%", omittingEmptySubsequences: false)
    return !text.isEmpty && (parts[0].isEmpty || isName(parts[0]))
      && parts.dropFirst().allSatisfy { part in
        part.utf8.count >= 2 && Digits.hex(part.utf8.prefix(2)) != nil && isName(part)
      }
  }

  private static func isPort(_ text: Substring) -> Bool {
    text.isEmpty || Digits.decimal(text).map { $0 <= 65535 } == true
  }
}

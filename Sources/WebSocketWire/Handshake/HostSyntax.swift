/// What may stand for a host in a URL or in a Host field (RFC 3986 3.2.2; RFC 9110 7.2).
enum HostSyntax {
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

  /// Whether it is an IPv6 address, without brackets or a zone (RFC 4291 2.2).
  static func isIPv6(_ text: some StringProtocol) -> Bool {
    let halves = text.split(separator: ":", omittingEmptySubsequences: false)
    // Two colons side by side stand for one run of zeros, and at an end they leave one more empty part.
    let gaps = halves.indices.dropFirst().dropLast().count { halves[$0].isEmpty }
    var parts = halves.filter { !$0.isEmpty }
    guard halves.count >= 3, gaps <= 1 else { return false }
    if halves[0].isEmpty, !halves[1].isEmpty { return false }
    if halves[halves.count - 1].isEmpty, !halves[halves.count - 2].isEmpty { return false }
    var groups = 0
    if let last = parts.last, last.contains(".") {
      guard isIPv4(last) else { return false }
      parts.removeLast()
      groups = 2
    }
    groups += parts.count
    guard parts.allSatisfy({ $0.utf8.count <= 4 && Digits.hex(Array($0.utf8)) != nil }) else { return false }
    return gaps == 0 ? groups == 8 : groups < 8
  }

  /// Whether it is an IPv4 address in four decimal numbers.
  static func isIPv4(_ text: some StringProtocol) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        part.utf8.count <= 3 && (part == "0" || !part.hasPrefix("0"))
          && Digits.decimal(part).map { $0 <= 255 } == true
      }
  }

  /// Whether it is the value of a Host field: a host, and maybe a port.
  static func isField(_ text: some StringProtocol) -> Bool {
    var rest = Substring(text)
    if rest.first == "[" {
      guard let end = rest.firstIndex(of: "]"), isIPv6(rest[..<end].dropFirst()) else { return false }
      rest = rest[rest.index(after: end)...]
      return rest.isEmpty || rest.first == ":" && isPort(rest.dropFirst())
    }
    guard let colon = rest.firstIndex(of: ":") else { return isEncodedName(rest) }
    return isEncodedName(rest[..<colon]) && isPort(rest[rest.index(after: colon)...])
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

/// Which origins and hosts name the machine that the browser itself runs on.
///
/// A name is judged as it is written and never looked up: what a foreign name resolves to is the choice of its owner.
package enum LoopbackName {
  /// Whether an Origin is `http` or `https` with a host of this machine and any port (RFC 6454 6.2).
  static func isOrigin(_ value: String) -> Bool {
    let origin = value.lowercased()
    for scheme in ["http://", "https://"] where origin.hasPrefix(scheme) {
      return isHost(String(origin.dropFirst(scheme.count)))
    }
    return false
  }

  /// Whether the value of a Host field, `host[:port]`, is `localhost`, a name below it (RFC 6761 6.3), an address of 127.0.0.0/8
  /// or `[::1]`.
  package static func isHost(_ value: String) -> Bool {
    let host = value.lowercased()
    if host.first == "[" {
      guard let end = host.firstIndex(of: "]") else { return false }
      return isPort(host[host.index(after: end)...]) && isVersionSix(host[..<end].dropFirst())
    }
    let name = host.prefix { $0 != ":" }
    return isPort(host.dropFirst(name.count)) && (isName(name) || isVersionFour(name))
  }

  /// Nothing, or a colon and at most five digits, of which there may be none (RFC 3986 3.2.3).
  private static func isPort(_ text: Substring) -> Bool {
    text.isEmpty || text.first == ":" && text.utf8.count <= 6 && text.utf8.dropFirst().allSatisfy(isDigit)
  }

  /// Whether it is `localhost` or a name below it, in lower case (RFC 6761 6.3). A dot at the end says that the name is complete.
  package static func isName(_ name: some StringProtocol) -> Bool {
    let labels = (name.last == "." ? name.dropLast() : name[...])
      .split(separator: ".", omittingEmptySubsequences: false)
    return labels.last == "localhost"
      && labels.allSatisfy { label in
        !label.isEmpty
          && label.utf8.allSatisfy { isDigit($0) || (0x61...0x7A).contains($0) || [0x2D, 0x5F].contains($0) }
      }
  }

  /// Four decimal numbers, as browsers write every address; others read a leading zero as octal.
  private static func isVersionFour(_ text: Substring) -> Bool {
    let parts = (text.last == "." ? text.dropLast() : text).split(
      separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127"
      && parts.allSatisfy { part in
        (1...3).contains(part.utf8.count) && part.utf8.allSatisfy(isDigit)
          && (part == "0" || part.first != "0")
          && UInt8(part) != nil
      }
  }

  /// `::1` or an address of 127.0.0.0/8 that is mapped (RFC 4291 2.5.3, 2.5.5.2), in the spellings of RFC 5952.
  private static func isVersionSix(_ text: Substring) -> Bool {
    if text == "::1" || text == "0:0:0:0:0:0:0:1" { return true }
    guard text.hasPrefix("::ffff:") else { return false }
    let mapped = text.dropFirst(7)
    if mapped.contains(".") { return isVersionFour(mapped) && mapped.last != "." }
    let groups = mapped.split(separator: ":", omittingEmptySubsequences: false)
    return groups.count == 2 && groups[0].utf8.count == 4 && groups[0].hasPrefix("7f")
      && groups.allSatisfy { (1...4).contains($0.utf8.count) && $0.utf8.allSatisfy(isHexDigit) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (0x61...0x66).contains(byte) }
}

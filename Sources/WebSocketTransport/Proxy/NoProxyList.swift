import WebSocketWire

/// The hosts that are reached without a proxy, as curl reads `no_proxy`: names with all below them, addresses, networks as `10.0.0.0/8`, with
/// commas or blanks between them, or one asterisk for all.
package struct NoProxyList: Hashable, Sendable {
  private let isEverything: Bool
  private let entries: [Substring]

  package init(_ text: String) {
    let words = text.split { $0 == "," || $0 == " " || $0 == "\t" }
    isEverything = words == ["*"]
    entries = words
  }

  /// Whether the host, a name or an address without brackets, is on the list.
  package func contains(_ host: String) -> Bool {
    if isEverything { return true }
    let host = host.prefix { $0 != "%" }
    if let address = NetworkAddress(host) {
      return entries.contains { address.isIn($0) }
    }
    let name = Self.trimmed(host)
    return entries.contains { entry in
      let entry = Self.trimmed(entry.first == "." ? entry.dropFirst() : entry)
      return !entry.isEmpty && (name == entry || name.hasSuffix("." + entry))
    }
  }

  /// In lower case, without the dots of the root.
  private static func trimmed(_ name: Substring) -> String {
    var name = name
    while name.last == "." { name.removeLast() }
    return name.lowercased()
  }
}

/// The bytes of an address, to be compared with a network (RFC 4632 3.1).
private struct NetworkAddress: Hashable {
  let bytes: [UInt8]

  init?(_ text: some StringProtocol) {
    if let four = IPv4Address(dotted: text) {
      bytes = four.bytes
    } else if let six = IPv6Address(text) {
      bytes = six.bytes
    } else {
      return nil
    }
  }

  /// Whether it is this address, or in this network; brackets count for nothing.
  func isIn(_ network: Substring) -> Bool {
    let parts = network.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let base = NetworkAddress(parts[0].filter { $0 != "[" && $0 != "]" }),
      base.bytes.count == bytes.count
    else { return false }
    guard parts.count == 2 else { return base == self }
    guard let count = Digits.decimal(parts[1]), count <= bytes.count * 8 else { return false }
    let (whole, bits) = (count / 8, count % 8)
    guard base.bytes.prefix(whole) == bytes.prefix(whole) else { return false }
    return bits == 0 || (base.bytes[whole] ^ bytes[whole]) >> (8 - bits) == 0
  }
}

/// The host of a URL, read as WHATWG's URL standard does for its special schemes, but for the international names that
/// `InternationalName` refuses and for the zone of an IPv6 address (RFC 6874).
package struct URLHost: Hashable, Sendable {
  /// A name in lower case, an IPv4 address in four numbers, or an IPv6 address without brackets, each in its one spelling.
  package let text: String
  /// The zone of an IPv6 address: the interface that leads to it; nil for none.
  package let zone: String?

  /// Reads what is between the user and the port.
  package init(_ bytes: ArraySlice<UInt8>) throws(URLFault) {
    if bytes.first == 0x5B {
      (text, zone) = try Self.address(bytes)
    } else {
      (text, zone) = (try Self.name(bytes), nil)
    }
  }

  private static func address(
    _ bytes: ArraySlice<UInt8>
  ) throws(URLFault) -> (text: String, zone: String?) {
    let inner = bytes.dropFirst().dropLast()
    guard bytes.last == 0x5D, !inner.contains(0x5D) else {
      throw URLFault("an IPv6 address is between one [ and one ]")
    }
    let digits = inner.prefix { $0 != 0x25 }
    guard let address = IPv6Address(String(decoding: digits, as: UTF8.self)) else {
      throw URLFault("brackets hold an IPv6 address, and this is not one")
    }
    return (address.description, try zone(inner[digits.endIndex...]))
  }

  /// Reads `%25eth0`, and `%eth0` as people write it.
  private static func zone(_ bytes: ArraySlice<UInt8>) throws(URLFault) -> String? {
    guard !bytes.isEmpty else { return nil }
    let isEncoded = bytes.starts(with: "%25".utf8)
    let zone = PercentEncoding.decoded(bytes.dropFirst(isEncoded ? 3 : 1))
    let isName = zone.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      default: "-._~".utf8.contains(byte)
      }
    }
    guard isName, (1...64).contains(zone.count) else {
      throw URLFault("the zone of an IPv6 address is the name of an interface, as in [fe80::1%25eth0]")
    }
    return String(decoding: zone, as: UTF8.self)
  }

  private static func name(_ bytes: ArraySlice<UInt8>) throws(URLFault) -> String {
    let name = try InternationalName.encoded(PercentEncoding.decoded(bytes))
    guard !name.utf8.contains(where: { $0 == 0x5B || $0 == 0x5D }) else {
      throw URLFault("an IPv6 address is between one [ and one ]")
    }
    // The system's resolver takes an asterisk alone for any address.
    guard HostSyntax.isName(name), name != "*" else {
      throw URLFault("this is not a host: letters, digits, dots and hyphens are expected")
    }
    guard IPv4Address.isMeant(by: name) else { return name.lowercased() }
    guard let address = IPv4Address(loose: name) else {
      throw URLFault("the host ends in a number and is not an IPv4 address, as in 192.0.2.1")
    }
    return address.description
  }
}

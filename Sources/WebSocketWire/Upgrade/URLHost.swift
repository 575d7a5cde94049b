/// The host of a URL, read as WHATWG's URL standard does for its special schemes, but for international names.
struct URLHost: Hashable, Sendable {
  /// A name in lower case, an IPv4 address in four numbers, or an IPv6 address without brackets, each in its one spelling.
  let text: String

  /// Reads what is between the user and the port.
  init(_ bytes: ArraySlice<UInt8>) throws(URLFault) {
    if bytes.first == 0x5B {
      text = try Self.address(bytes)
    } else {
      text = try Self.name(bytes)
    }
  }

  private static func address(_ bytes: ArraySlice<UInt8>) throws(URLFault) -> String {
    let inner = bytes.dropFirst().dropLast()
    guard bytes.last == 0x5D, !inner.contains(0x5D) else {
      throw URLFault("an IPv6 address is between one [ and one ]")
    }
    if inner.contains(0x25) {
      throw URLFault("an IPv6 address with a zone (RFC 6874) is not supported; leave out % and what follows")
    }
    guard let address = IPv6Address(String(decoding: inner, as: UTF8.self)) else {
      throw URLFault("brackets hold an IPv6 address, and this is not one")
    }
    return address.description
  }

  private static func name(_ bytes: ArraySlice<UInt8>) throws(URLFault) -> String {
    let name = String(decoding: PercentEncoding.decoded(bytes), as: UTF8.self)
    guard name.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw URLFault("the host holds a character outside ASCII; write an international name in its xn-- form")
    }
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

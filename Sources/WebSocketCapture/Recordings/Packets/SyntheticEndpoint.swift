import WebSocketWire

/// An end of a connection in synthetic packets: an address of 4 or 16 bytes, and a port.
struct SyntheticEndpoint: Hashable {
  let address: [UInt8]
  let port: UInt16

  /// Reads `192.0.2.1:80` or `[::1]:80`; nil for anything else, such as a unix socket, which has no address.
  init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
      return nil
    }
    let host = text[..<colon]
    if host.first == "[", host.last == "]" {
      let address = host.dropFirst().dropLast().prefix { $0 != "%" }
      guard let bytes = IPv6Address(String(address))?.bytes else { return nil }
      self.address = bytes
    } else {
      let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
      guard parts.count == 4, parts.allSatisfy({ $0 != nil }) else { return nil }
      address = parts.compactMap { $0 }
    }
    self.port = port
  }

  init(_ address: [UInt8], _ port: UInt16) { (self.address, self.port) = (address, port) }

  /// The address as one of IPv6, where the other end has one.
  var mapped: SyntheticEndpoint {
    address.count == 16
      ? self : SyntheticEndpoint([UInt8](repeating: 0, count: 10) + [0xFF, 0xFF] + address, port)
  }
}

import WebSocketTransport
import WebSocketWire

extension Addressing.LocalEnd {
  /// An address, with or without brackets, or the name of an interface; nil for what is neither.
  init?(_ text: String) {
    let address = text.first == "[" && text.last == "]" ? String(text.dropFirst().dropLast()) : text
    if Self.family(of: address) != nil {
      self = .address(address)
    } else if (1...15).contains(text.utf8.count),
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x2F })
    {
      self = .interface(text)
    } else {
      return nil
    }
  }

  /// The version of IP of an address; nil for an interface, which may have both.
  var family: Addressing.Family? {
    if case .address(let text) = self { Self.family(of: text) } else { nil }
  }

  private static func family(of text: String) -> Addressing.Family? {
    if IPv4Address(dotted: text) != nil { return .four }
    return IPv6Address(text.prefix { $0 != "%" }) != nil ? .six : nil
  }
}

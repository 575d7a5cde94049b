/// What a packet begins with below IP: Ethernet with its tags, Linux's cooked headers, loopback, PPP.
enum LinkLayer {
  /// What follows the header of the link.
  enum Content: Hashable {
    /// An IP packet, at this offset.
    case ip(Int)
    /// Another protocol, or a header that is not whole.
    case other
    /// The link is of a type that is not read here.
    case unsupported
  }

  static func content(of bytes: RawSpan, _ link: LinkType) -> Content {
    switch link {
    case .ethernet: etherType(in: bytes, at: 12)
    case .linuxCooked: etherType(in: bytes, at: 14)
    case .linuxCooked2: bytes.byteCount >= 20 ? protocolType(bytes.uint16(0), bytes, after: 20) : .other
    case .raw, .ipv4, .ipv6: .ip(0)
    case .null, .loop: bytes.byteCount >= 4 && isIP(family: bytes.uint32(0)) ? .ip(4) : .other
    case .ppp, .pppHDLC: ppp(bytes, at: 0)
    case .pppEthernet: bytes.byteCount > 6 ? ppp(bytes, at: 6) : .other
    default: LinkType.otherRaw.contains(link) ? .ip(0) : .unsupported
    }
  }

  /// Tags of VLANs that are passed over: more of them than any network nests.
  private static let tagLimit = 8

  private static func etherType(in bytes: RawSpan, at offset: Int) -> Content {
    guard bytes.byteCount >= offset + 2 else { return .other }
    return protocolType(bytes.uint16(offset), bytes, after: offset + 2)
  }

  /// Reads what begins at `offset` by its EtherType.
  private static func protocolType(_ type: UInt16, _ bytes: RawSpan, after offset: Int) -> Content {
    var (type, offset) = (type, offset)
    for _ in 0...tagLimit {
      switch type {
      case 0x0800, 0x86DD: return .ip(offset)
      // 802.1Q, 802.1ad, and the tag of QinQ before there was a standard: two bytes, and the next type.
      case 0x8100, 0x88A8, 0x9100:
        guard bytes.byteCount >= offset + 4 else { return .other }
        type = bytes.uint16(offset + 2)
        offset += 4
      // A session of PPP over Ethernet (RFC 2516 4).
      case 0x8864: return bytes.byteCount > offset + 6 ? ppp(bytes, at: offset + 6) : .other
      default: return .other
      }
    }
    return .other
  }

  /// A frame of PPP, with the address and control of HDLC or without (RFC 1661 2, RFC 1662 3.1).
  private static func ppp(_ bytes: RawSpan, at start: Int) -> Content {
    var offset = start
    if bytes.byteCount >= offset + 2, [0xFF03, 0x0F00, 0x8F00].contains(bytes.uint16(offset)) { offset += 2 }
    guard bytes.byteCount >= offset + 2 else { return .other }
    switch bytes.uint16(offset) {
    case 0x0021, 0x0057: return .ip(offset + 2)
    // Cisco's HDLC has an EtherType there.
    case 0x0800, 0x86DD: return .ip(offset + 2)
    // A protocol number whose first byte is left out, which is an odd byte.
    case let type where type >> 8 == 0x21 || type >> 8 == 0x57: return .ip(offset + 1)
    default: return .other
    }
  }

  /// The numbers that systems have for IPv4 and for IPv6, in either byte order.
  private static func isIP(family: UInt32) -> Bool {
    [2, 10, 24, 28, 30].contains(family <= 0xFFFF ? family : family.byteSwapped)
  }
}

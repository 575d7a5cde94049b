/// The header of an IP packet, its extensions included (RFC 791 3.1, RFC 8200 3 and 4).
struct IPHeader {
  /// Which part of a packet this one is.
  struct Fragment {
    let identification: UInt32
    /// Where its payload belongs in that of the whole.
    let offset: Int
    let isLast: Bool
  }

  let source: IPAddress
  let destination: IPAddress
  /// The number of what the payload is.
  private(set) var protocolNumber: UInt8
  /// Where the payload is among the bytes, as far as it was captured.
  private(set) var payload: Range<Int>
  /// How many bytes of payload the packet had on the wire.
  private(set) var payloadLength: Int
  private(set) var fragment: Fragment?

  /// Reads the packet that begins at `start`; nil where there is none. `length` is how many bytes it had on the wire.
  init?(_ bytes: RawSpan, at start: Int, length: Int) {
    guard bytes.byteCount > start else { return nil }
    switch bytes.uint8(start) >> 4 {
    case 4: self.init(version4: bytes, at: start, length: length)
    case 6: self.init(version6: bytes, at: start, length: length)
    default: return nil
    }
  }

  private init?(version4 bytes: RawSpan, at start: Int, length: Int) {
    guard bytes.byteCount >= start + 20 else { return nil }
    let headerCount = Int(bytes.uint8(start) & 0x0F) * 4
    // A packet that the network card was to cut has the length 0.
    let stated = Int(bytes.uint16(start + 2))
    let total = stated == 0 ? length : stated
    guard headerCount >= 20, total >= headerCount, bytes.byteCount >= start + headerCount else { return nil }
    source = IPAddress(version4: bytes.uint32(start + 12))
    destination = IPAddress(version4: bytes.uint32(start + 16))
    protocolNumber = bytes.uint8(start + 9)
    payload = start + headerCount..<min(bytes.byteCount, start + total)
    payloadLength = total - headerCount
    let place = bytes.uint16(start + 6)
    if place & 0x3FFF != 0 {
      fragment = Fragment(
        identification: UInt32(bytes.uint16(start + 4)), offset: Int(place & 0x1FFF) * 8,
        isLast: place & 0x2000 == 0)
    }
  }

  private init?(version6 bytes: RawSpan, at start: Int, length: Int) {
    guard bytes.byteCount >= start + 40 else { return nil }
    // A jumbogram has the length 0, and so has a packet that the network card was to cut.
    let stated = Int(bytes.uint16(start + 4))
    let total = stated == 0 ? max(40, length) : 40 + stated
    source = IPAddress(version6: bytes.uint64(start + 8), bytes.uint64(start + 16))
    destination = IPAddress(version6: bytes.uint64(start + 24), bytes.uint64(start + 32))
    protocolNumber = bytes.uint8(start + 6)
    payload = start + 40..<min(bytes.byteCount, start + total)
    payloadLength = total - 40
    passExtensions(of: bytes)
  }

  /// A packet that was put together out of fragments.
  init(whole bytes: RawSpan, of fragment: IPHeader) {
    source = fragment.source
    destination = fragment.destination
    protocolNumber = fragment.protocolNumber
    payload = 0..<bytes.byteCount
    payloadLength = bytes.byteCount
    passExtensions(of: bytes)
  }

  /// An honest sender does not send more extensions than that.
  private static let extensionLimit = 16

  /// Moves over the extension headers of IPv6 up to the fragment header, whose payload may begin with more of them.
  private mutating func passExtensions(of bytes: RawSpan) {
    for _ in 0..<Self.extensionLimit where payload.count >= 8 {
      let start = payload.lowerBound
      let count: Int
      switch protocolNumber {
      // Hop-by-hop options, routing, destination options, mobility, host identity, shim6.
      case 0, 43, 60, 135, 139, 140: count = 8 + Int(bytes.uint8(start + 1)) * 8
      // The length of an authentication header counts words (RFC 4302 2.2).
      case 51: count = 8 + Int(bytes.uint8(start + 1)) * 4
      case 44:
        count = 8
        let place = bytes.uint16(start + 2)
        if place & 0xFFF9 != 0 {
          fragment = Fragment(
            identification: bytes.uint32(start + 4), offset: Int(place & 0xFFF8), isLast: place & 1 == 0)
        }
      default: return
      }
      guard payload.count >= count, payloadLength >= count else { return }
      protocolNumber = bytes.uint8(start)
      payload = start + count..<payload.upperBound
      payloadLength -= count
      if fragment != nil { return }
    }
  }
}

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

/// One packet of Ethernet, IP and TCP around a piece of a stream (RFC 791, 8200, 9293).
struct SyntheticPacket {
  /// The control bits of a segment.
  enum Flag {
    static let fin: UInt8 = 0x01
    static let syn: UInt8 = 0x02
    static let reset: UInt8 = 0x04
    static let push: UInt8 = 0x08
    static let acknowledges: UInt8 = 0x10
  }

  let source: SyntheticEndpoint
  let destination: SyntheticEndpoint
  var sequence: UInt32
  var acknowledgment: UInt32
  var flags: UInt8
  /// Which end of the two the source is, for the addresses of Ethernet.
  let isFromServer: Bool

  /// The factor of the window, as a power of 2 (RFC 7323 2): nothing that is written waits for an acknowledgment.
  private static let windowShift: UInt8 = 14

  /// Appends the packet.
  func append(_ payload: RawSpan, to bytes: inout [UInt8]) {
    // Addresses that are locally administered (IEEE 802): 02:00:00:00:00:01 is the client.
    let (client, server): ([UInt8], [UInt8]) = ([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2])
    bytes += isFromServer ? client + server : server + client
    let options: [UInt8] = flags & Flag.syn == 0 ? [] : [2, 4, 0xFF, 0xFF, 1, 3, 3, Self.windowShift]
    let length = 20 + options.count + payload.byteCount
    if source.address.count == 4 {
      bytes += [0x08, 0x00]
      appendIPv4(length, to: &bytes)
    } else {
      bytes += [0x86, 0xDD, 0x60, 0, 0, 0]
      bytes.append(big: UInt16(length))
      bytes += [6, 64] + source.address + destination.address
    }
    let start = bytes.count
    bytes.append(big: source.port)
    bytes.append(big: destination.port)
    bytes.append(big: sequence)
    bytes.append(big: acknowledgment)
    bytes += [UInt8(5 + options.count / 4) << 4, flags, 0xFF, 0xFF, 0, 0, 0, 0] + options
    payload.withUnsafeBytes { bytes.append(contentsOf: $0) }
    // The pseudo header (RFC 9293 3.1, RFC 8200 8.1): the addresses, the protocol and the length.
    var pseudo = source.address + destination.address + [0, 6]
    pseudo.append(big: UInt16(length))
    let sum = Self.sum(bytes[start...], from: Self.sum(pseudo[...], from: 0))
    let checksum = ~UInt16(truncatingIfNeeded: sum)
    bytes[start + 16] = UInt8(checksum >> 8)
    bytes[start + 17] = UInt8(truncatingIfNeeded: checksum)
  }

  private func appendIPv4(_ length: Int, to bytes: inout [UInt8]) {
    let start = bytes.count
    bytes += [0x45, 0]
    bytes.append(big: UInt16(20 + length))
    // Not to be fragmented, 64 hops, TCP.
    bytes += [0, 0, 0x40, 0, 64, 6, 0, 0] + source.address + destination.address
    let checksum = ~UInt16(truncatingIfNeeded: Self.sum(bytes[start...], from: 0))
    bytes[start + 10] = UInt8(checksum >> 8)
    bytes[start + 11] = UInt8(truncatingIfNeeded: checksum)
  }

  /// The sum of the words in ones' complement (RFC 1071), folded to 16 bits.
  private static func sum(_ bytes: ArraySlice<UInt8>, from start: UInt64) -> UInt64 {
    var sum = start
    bytes.withUnsafeBytes { bytes in
      var index = 0
      while index + 4 <= bytes.count {
        sum &+= UInt64(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self)))
        index += 4
      }
      var rest: UInt32 = 0
      for place in 0..<4 {
        rest = rest << 8 | (index + place < bytes.count ? UInt32(bytes[index + place]) : 0)
      }
      sum &+= UInt64(rest)
    }
    while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
    return sum
  }
}

extension [UInt8] {
  mutating func append(big value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
  }

  mutating func append(little value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }
}

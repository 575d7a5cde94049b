/// Recognizes what often comes with frames and is none: heads of HTTP, packets, captures, TLS records.
///
/// As a frame, each of these breaks a rule in its first bytes, or agrees with a protocol in several fields.
struct ForeignBytes {
  private let bytes: ArraySlice<UInt8>

  /// What the bytes begin with, in words; nil where they can be frames.
  static func words(for bytes: some Collection<UInt8>) -> String? {
    let start = ForeignBytes(bytes: ArraySlice(bytes.prefix(8192)))
    if let head = start.head { return head }
    if let capture = start.capture { return capture }
    if let packet = start.packet { return packet }
    return start.isRecord ? "a TLS record, which is still encrypted" : nil
  }

  /// Whether the bytes begin as a file of pcap or pcapng does.
  static func isCapture(_ bytes: [UInt8]) -> Bool { ForeignBytes(bytes: bytes.prefix(4)).capture != nil }

  /// How to get at the frames.
  static func advice(for words: String) -> String {
    if words.contains("HTTP") { return "give what follows it" }
    if words.contains("TLS") { return "give what is inside, decrypted" }
    return "give the payload alone (tshark -r FILE -T fields -e tcp.payload)"
  }

  /// The length of the heads of HTTP in front, each with its empty line; 0 where nothing follows them, or one does not end.
  static func heads(of bytes: [UInt8]) -> Int {
    let end = Array("\r\n\r\n".utf8)
    var index = 0
    while ForeignBytes(bytes: bytes[index...].prefix(8192)).head != nil {
      let limit = min(bytes.count, index + 65536)
      guard let stop = (index..<limit).first(where: { bytes[$0] == 0x0D && bytes[$0...].starts(with: end) })
      else { return 0 }
      index = stop + end.count
    }
    return index < bytes.count ? index : 0
  }

  /// The head of HTTP that the bytes begin with, in words.
  static func head(of bytes: [UInt8]) -> String? { ForeignBytes(bytes: bytes.prefix(8192)).head }

  private func begins(_ text: String) -> Bool { bytes.starts(with: text.utf8) }

  // MARK: HTTP

  private var head: String? {
    if begins("HTTP/") { return "the head of an HTTP answer" }
    let line = bytes.prefix { $0 != 0x0D && $0 != 0x0A }
    let method = line.prefix { 0x41...0x5A ~= $0 }
    guard (3...7).contains(method.count), line.dropFirst(method.count).first == 0x20 else { return nil }
    let isCut = line.count == bytes.count
    let version = Array(" HTTP/".utf8)
    let hasVersion = line.suffix(version.count + 3).starts(with: version)
    return hasVersion || isCut && line.dropFirst(method.count + 1).first == 0x2F
      ? "the head of an HTTP request" : nil
  }

  // MARK: Captures and packets

  private var capture: String? {
    switch number(at: 0, length: 4) {
    case 0xA1B2_C3D4, 0xD4C3_B2A1, 0xA1B2_3C4D, 0x4D3C_B2A1, 0x0A0D_0D0A: "a capture file (pcap or pcapng)"
    default: nil
    }
  }

  private var packet: String? {
    if isIPv4(at: 0) || isIPv6(at: 0) { return "an IP packet" }
    if isNetworkLayer(at: 14, typeAt: 12)
      || number(at: 12, length: 2) == 0x8100 && isNetworkLayer(at: 18, typeAt: 16)
    {
      return "an Ethernet frame"
    }
    if isNetworkLayer(at: 16, typeAt: 14) || isNetworkLayer(at: 20, typeAt: 0) {
      return "a packet of a Linux cooked capture"
    }
    switch number(at: 0, length: 4) {
    case 2 where isIPv4(at: 4), 0x0200_0000 where isIPv4(at: 4): return "an IP packet of a loopback capture"
    case 0x1E00_0000 where isIPv6(at: 4), 0x1800_0000 where isIPv6(at: 4), 0x1C00_0000 where isIPv6(at: 4),
      0x1E where isIPv6(at: 4):
      return "an IP packet of a loopback capture"
    default: return nil
    }
  }

  private func isNetworkLayer(at index: Int, typeAt place: Int) -> Bool {
    switch number(at: place, length: 2) {
    case 0x0800: isIPv4(at: index)
    case 0x86DD: isIPv6(at: index)
    default: false
    }
  }

  /// Version, header length, total length and the protocol: TCP, UDP or ICMP (RFC 791 3.1).
  private func isIPv4(at index: Int) -> Bool {
    guard let first = number(at: index, length: 1), 0x45...0x4F ~= first,
      let length = number(at: index + 2, length: 2), length >= (first & 0x0F) * 4,
      let transport = number(at: index + 9, length: 1)
    else { return false }
    return [1, 6, 17].contains(transport)
  }

  /// Version and the next header (RFC 8200 3).
  private func isIPv6(at index: Int) -> Bool {
    guard let first = number(at: index, length: 1), first >> 4 == 6,
      let next = number(at: index + 6, length: 1)
    else { return false }
    return [0, 6, 17, 43, 44, 58, 60].contains(next)
  }

  // MARK: TLS

  /// Content type and version (RFC 8446 5.1).
  private var isRecord: Bool {
    guard let type = number(at: 0, length: 1), let version = number(at: 1, length: 2),
      let length = number(at: 3, length: 2)
    else { return false }
    return 0x14...0x17 ~= type && 0x0300...0x0304 ~= version && length <= 0x4800
  }

  /// The number in big-endian order; nil when it is not all there.
  private func number(at index: Int, length: Int) -> UInt32? {
    let start = bytes.startIndex + index
    guard start + length <= bytes.endIndex else { return nil }
    return bytes[start..<start + length].reduce(0) { $0 << 8 | UInt32($1) }
  }
}

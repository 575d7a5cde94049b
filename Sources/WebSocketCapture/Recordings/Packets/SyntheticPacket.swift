import WebSocketWire

/// The packets of one end of a connection with the same control bits, as blocks of pcapng: Ethernet, IP and TCP around a piece of a
/// stream (RFC 791, 8200, 9293).
///
/// What all of them have is made once, so that a packet costs little more than its payload's copy.
struct SyntheticPacket {
  /// The control bits of a segment.
  enum Flag {
    static let fin: UInt8 = 0x01
    static let syn: UInt8 = 0x02
    static let reset: UInt8 = 0x04
    static let push: UInt8 = 0x08
    static let acknowledges: UInt8 = 0x10
  }

  let flags: UInt8
  /// The beginning of a block without payload, of which lengths, time, numbers and checksums are still 0.
  private let head: [UInt8]
  /// Where the headers of IP and TCP begin in it.
  private let network: Int
  private let segment: Int
  /// The sums of what the checksums of IP and TCP are about, as far as it is the same in all packets.
  private let networkSum: UInt64
  private let segmentSum: UInt64

  /// How many bytes of a block come before its packet.
  private static let blockHead = 28
  /// The factor of the window, as a power of 2 (RFC 7323 2): nothing that is written waits for an acknowledgment.
  private static let windowShift: UInt8 = 14

  /// `isFromServer` chooses the addresses of Ethernet.
  init(_ flags: UInt8, from source: SyntheticEndpoint, to destination: SyntheticEndpoint, isFromServer: Bool)
  {
    self.flags = flags
    // An Enhanced Packet Block of the only interface.
    var bytes: [UInt8] = [6, 0, 0, 0] + [UInt8](repeating: 0, count: Self.blockHead - 4)
    // Addresses that are locally administered (IEEE 802): 02:00:00:00:00:01 is the client.
    let (client, server): ([UInt8], [UInt8]) = ([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2])
    bytes += isFromServer ? client + server : server + client
    let addresses = source.address + destination.address
    bytes += addresses.count == 8 ? [0x08, 0x00] : [0x86, 0xDD]
    network = bytes.count
    if addresses.count == 8 {
      // Not to be fragmented, 64 hops, TCP.
      bytes += [0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, 6, 0, 0] + addresses
    } else {
      bytes += [0x60, 0, 0, 0, 0, 0, 6, 64] + addresses
    }
    segment = bytes.count
    let options: [UInt8] = flags & Flag.syn == 0 ? [] : [2, 4, 0xFF, 0xFF, 1, 3, 3, Self.windowShift]
    bytes.append(big: source.port)
    bytes.append(big: destination.port)
    bytes += [UInt8](repeating: 0, count: 8)
    bytes += [UInt8(5 + options.count / 4) << 4, flags, 0xFF, 0xFF, 0, 0, 0, 0] + options
    head = bytes
    networkSum = Self.sum(Array(bytes[network..<segment]).span.bytes)
    // The pseudo header (RFC 9293 3.1, RFC 8200 8.1) has the addresses, the protocol and the length.
    segmentSum = Self.sum(Array(bytes[segment...]).span.bytes) &+ Self.sum((addresses + [0, 6]).span.bytes)
  }

  /// Appends a packet with a payload that comes in two pieces, the first of an even length; `time` is in nanoseconds since 1970.
  func append(
    _ first: RawSpan, _ second: RawSpan = RawSpan(), sequence: UInt32, acknowledgment: UInt32,
    at time: UInt64,
    to block: inout [UInt8]
  ) {
    let packet = head.count - Self.blockHead + first.byteCount + second.byteCount
    let padding = -packet & 3
    let total = Self.blockHead + packet + padding + 4
    let length = packet + Self.blockHead - segment
    let sum =
      segmentSum &+ Self.sum(first) &+ Self.sum(second) &+ UInt64(sequence.bigEndian)
      &+ UInt64(acknowledgment.bigEndian) &+ UInt64(UInt32(length).bigEndian)
    block.append(addingCapacity: total) { (target: inout OutputSpan<UInt8>) in
      head.withUnsafeBytes { target.add($0) }
      target.withUnsafeMutableBufferPointer { buffer, filled in
        let bytes = UnsafeMutableRawBufferPointer(
          UnsafeMutableBufferPointer(rebasing: buffer[(filled - head.count)..<filled]))
        bytes.store(little: UInt32(total), at: 4)
        bytes.store(little: UInt32(truncatingIfNeeded: time >> 32), at: 12)
        bytes.store(little: UInt32(truncatingIfNeeded: time), at: 16)
        bytes.store(little: UInt32(packet), at: 20)
        bytes.store(little: UInt32(packet), at: 24)
        storeNetworkLength(UInt16(truncatingIfNeeded: length), in: bytes)
        bytes.store(big: sequence, at: segment + 4)
        bytes.store(big: acknowledgment, at: segment + 8)
        bytes.storeBytes(of: Self.checksum(sum), toByteOffset: segment + 16, as: UInt16.self)
      }
      first.withUnsafeBytes { target.add($0) }
      second.withUnsafeBytes { target.add($0) }
      for _ in 0..<padding { target.append(0) }
      withUnsafeBytes(of: UInt32(total).littleEndian) { target.add($0) }
    }
  }

  /// Completes the header of IP around a segment of this length.
  private func storeNetworkLength(_ length: UInt16, in bytes: UnsafeMutableRawBufferPointer) {
    let header = segment - network
    guard header == 20 else { return bytes.store(big: length, at: network + 4) }
    let total = length &+ UInt16(header)
    bytes.store(big: total, at: network + 2)
    bytes.storeBytes(
      of: Self.checksum(networkSum &+ UInt64(total.bigEndian)), toByteOffset: network + 10, as: UInt16.self)
  }

  /// The sum of the words as the machine has them, whose order in ones' complement does not matter (RFC 1071 2); a last odd byte has a zero
  /// after it.
  private static func sum(_ bytes: RawSpan) -> UInt64 {
    bytes.withUnsafeBytes { bytes in
      var sum: UInt64 = 0
      let words = bytes.count / 4
      for word in 0..<words {
        sum &+= UInt64(bytes.loadUnaligned(fromByteOffset: word &* 4, as: UInt32.self))
      }
      var rest: UInt32 = 0
      withUnsafeMutableBytes(of: &rest) { $0.copyMemory(from: .init(rebasing: bytes[(words * 4)...])) }
      return sum &+ UInt64(rest)
    }
  }

  /// The checksum as the machine has its bytes.
  private static func checksum(_ sum: UInt64) -> UInt16 {
    var sum = sum
    while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
    return ~UInt16(truncatingIfNeeded: sum)
  }
}

extension UnsafeMutableRawBufferPointer {
  fileprivate func store(big value: some FixedWidthInteger & BitwiseCopyable, at offset: Int) {
    storeBytes(of: value.bigEndian, toByteOffset: offset, as: type(of: value))
  }

  fileprivate func store(little value: some FixedWidthInteger & BitwiseCopyable, at offset: Int) {
    storeBytes(of: value.littleEndian, toByteOffset: offset, as: type(of: value))
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

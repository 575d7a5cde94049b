/// Writes the headers of packets: TCP, IP, and what links put in front.
enum PacketWriter {
  /// A segment of TCP, without a checksum.
  static func tcp(
    from source: UInt16, to destination: UInt16, sequence: UInt32, acknowledgment: UInt32 = 0,
    flags: UInt8 = 0x10, options: [UInt8] = [], _ payload: [UInt8] = []
  ) -> [UInt8] {
    big(source) + big(destination) + big(sequence) + big(acknowledgment)
      + [UInt8(5 + options.count / 4) << 4, flags] + big(UInt16(0xFFFF)) + [0, 0, 0, 0] + options + payload
  }

  /// A packet of IPv4; `place` is the word with the flags and the offset of a fragment.
  static func ip4(
    _ payload: [UInt8], from source: UInt32 = 0xC000_0201, to destination: UInt32 = 0xC000_0202,
    protocolNumber: UInt8 = 6, identification: UInt16 = 7, place: UInt16 = 0, options: [UInt8] = [],
    total: UInt16? = nil
  ) -> [UInt8] {
    let count = UInt16(truncatingIfNeeded: 20 + options.count + payload.count)
    return [0x40 | UInt8(5 + options.count / 4), 0] + big(total ?? count) + big(identification) + big(place)
      + [64, protocolNumber, 0, 0] + big(source) + big(destination) + options + payload
  }

  /// A packet of IPv6 from 2001:db8::1 to 2001:db8::2, or the other way round.
  static func ip6(
    _ payload: [UInt8], isBack: Bool = false, next: UInt8 = 6, extensions: [UInt8] = [], length: UInt16? = nil
  ) -> [UInt8] {
    let addresses: [[UInt8]] = [1, 2].map {
      [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [$0]
    }
    let count = UInt16(truncatingIfNeeded: extensions.count + payload.count)
    return [0x60, 0, 0, 0] + big(length ?? count) + [next, 64]
      + (isBack ? addresses.reversed() : addresses).flatMap { $0 } + extensions + payload
  }

  /// The fragment header of IPv6.
  static func fragment(next: UInt8, offset: Int, isLast: Bool, identification: UInt32 = 9) -> [UInt8] {
    [next, 0] + big(UInt16(offset) | (isLast ? 0 : 1)) + big(identification)
  }

  static func ethernet(_ payload: [UInt8], type: UInt16 = 0x0800, tags: [UInt16] = []) -> [UInt8] {
    [UInt8](repeating: 2, count: 12) + tags.flatMap { big($0) + [0, 5] } + big(type) + payload
  }

  static func big(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }
  static func little(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}

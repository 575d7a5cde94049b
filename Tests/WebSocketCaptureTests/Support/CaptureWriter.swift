@testable import WebSocketCapture

/// Writes captures in the forms that there are.
struct CaptureWriter {
  enum Form: CaseIterable {
    case microseconds, nanoseconds, modified, blocks, obsoleteBlocks

    var isBlocks: Bool { self == .blocks || self == .obsoleteBlocks }
  }

  let form: Form
  let order: ByteOrder
  private(set) var bytes: [UInt8] = []

  /// The exponent of the clock's resolution in pcapng.
  static let resolution: UInt8 = 9

  init(_ form: Form = .microseconds, _ order: ByteOrder = .little, link: UInt16 = 101) {
    (self.form, self.order) = (form, order)
    if form.isBlocks {
      section()
      interface(link)
    } else {
      let magics: [Form: UInt32] = [.nanoseconds: 0xA1B2_3C4D, .modified: 0xA1B2_CD34]
      put(magics[form] ?? 0xA1B2_C3D4)
      put(UInt16(2))
      put(UInt16(4))
      for word: UInt32 in [0, 0, 262_144, 0x1400_0000 | UInt32(link)] { put(word) }
    }
  }

  /// Adds a packet that was captured that many microseconds after 1700000000, and had `length` bytes on the wire.
  mutating func add(_ packet: [UInt8], after microseconds: Int = 0, length: Int? = nil, interface: UInt32 = 0)
  {
    let time = 1_700_000_000_000_000 + microseconds
    let length = UInt32(length ?? packet.count)
    if form.isBlocks {
      let units = UInt64(time) * 1000
      let head: [UInt8] = form == .blocks ? word(interface) : half(UInt16(interface)) + half(0xFFFF)
      let times = word(UInt32(truncatingIfNeeded: units >> 32)) + word(UInt32(truncatingIfNeeded: units))
      block(
        form == .blocks ? 6 : 2, head + times + word(UInt32(packet.count)) + word(length) + padded(packet))
    } else {
      put(UInt32(time / 1_000_000))
      put(UInt32(time % 1_000_000 * (form == .nanoseconds ? 1000 : 1)))
      put(UInt32(packet.count))
      put(length)
      if form == .modified { bytes += [UInt8](repeating: 0xEE, count: 8) }
      bytes += packet
    }
  }

  // MARK: Blocks of pcapng

  mutating func section() {
    block(0x0A0D_0D0A, word(0x1A2B_3C4D) + half(1) + half(0) + [UInt8](repeating: 0xFF, count: 8))
  }

  mutating func interface(
    _ link: UInt16, limit: UInt32 = 0, resolution: UInt8 = Self.resolution, offset: Int64 = 0
  ) {
    var options = half(9) + half(1) + [resolution, 0, 0, 0]
    if offset != 0 {
      let words = PacketWriter.big(offset)
      options += half(14) + half(8) + (order == .big ? words : words.reversed())
    }
    block(1, half(link) + half(0) + word(limit) + options + half(0) + half(0))
  }

  mutating func simple(_ packet: [UInt8], length: Int) { block(3, word(UInt32(length)) + padded(packet)) }

  mutating func block(_ type: UInt32, _ body: [UInt8]) {
    let length = UInt32(body.count + 12)
    bytes += word(type) + word(length) + body + word(length)
  }

  mutating func append(_ more: [UInt8]) { bytes += more }

  private func padded(_ packet: [UInt8]) -> [UInt8] {
    packet + [UInt8](repeating: 0, count: (4 - packet.count % 4) % 4)
  }

  private mutating func put(_ value: UInt32) { bytes += word(value) }
  private mutating func put(_ value: UInt16) { bytes += half(value) }

  func word(_ value: UInt32) -> [UInt8] {
    order == .big ? PacketWriter.big(value) : PacketWriter.little(value)
  }

  func half(_ value: UInt16) -> [UInt8] {
    order == .big ? PacketWriter.big(value) : PacketWriter.little(value)
  }
}

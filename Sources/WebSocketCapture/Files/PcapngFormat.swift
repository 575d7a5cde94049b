/// The format of Wireshark (draft-ietf-opsawg-pcapng): blocks in sections, each of which has its byte order and its interfaces.
struct PcapngFormat: CaptureFormat {
  /// The types of the blocks that matter.
  private enum Block {
    static let interface: UInt32 = 1
    /// The one that Enhanced Packet Blocks replaced.
    static let obsoletePacket: UInt32 = 2
    static let simplePacket: UInt32 = 3
    static let enhancedPacket: UInt32 = 6
    static let secrets: UInt32 = 0x0A
    static let section: UInt32 = 0x0A0D_0D0A
  }

  /// The same in both byte orders.
  static let magic = Block.section

  /// The most that is held of a block, in bytes.
  private static let blockLimit: UInt32 = 16 << 20
  private static let interfaceLimit = 65536

  private var order = ByteOrder.little
  private var hasSection = false
  private var interfaces: [PcapngInterface] = []
  private var packets: UInt64 = 0
  /// The time of the last packet, which one without a time takes over.
  private var time: Int64 = 0

  var name: CaptureFault.Format { .pcapng }

  mutating func next(
    in bytes: RawSpan, at offset: UInt64, into sink: some PacketSink
  ) throws(CaptureFault) -> CaptureStep {
    guard bytes.byteCount >= 12 else { return .needs(12) }
    if bytes.uint32(0) == Block.section { try beginSection(bytes, at: offset) }
    let (type, length) = (bytes.uint32(0, order), bytes.uint32(4, order))
    guard hasSection else {
      throw CaptureFault(
        .pcapng, at: offset, found: "a block of type \(type)", expected: "a section header block")
    }
    guard length >= 12, length % 4 == 0 else {
      throw CaptureFault(
        .pcapng, at: offset + 4, found: "a block of \(length) bytes",
        expected: "a multiple of 4, at least 12")
    }
    let least: UInt32
    switch type {
    case Block.interface: least = 20
    case Block.simplePacket: least = 16
    case Block.obsoletePacket, Block.enhancedPacket: least = 32
    case Block.secrets:
      sink.noteSecrets()
      return .skips(UInt64(length))
    default: return .skips(UInt64(length))
    }
    guard length >= least, length <= Self.blockLimit else {
      throw CaptureFault(
        .pcapng, at: offset + 4, found: "a block of type \(type) and \(length) bytes",
        expected: "\(least) to \(Self.blockLimit) bytes")
    }
    let count = Int(length)
    guard bytes.byteCount >= count else { return .needs(count) }
    guard bytes.uint32(count - 4, order) == length else {
      throw CaptureFault(
        .pcapng, at: offset + UInt64(count) - 4,
        found: "the length \(bytes.uint32(count - 4, order)) at the end of a block", expected: "\(length)")
    }
    let body = bytes.extracting(8..<count - 4)
    switch type {
    case Block.interface: try addInterface(body, at: offset + 8)
    case Block.simplePacket: try simplePacket(body, at: offset + 8, into: sink)
    case Block.obsoletePacket:
      let interface = UInt32(body.uint16(0, order))
      try packet(body, of: interface, at: offset + 8, into: sink)
    default: try packet(body, of: body.uint32(0, order), at: offset + 8, into: sink)
    }
    return .took(count)
  }

  private mutating func beginSection(_ bytes: RawSpan, at offset: UInt64) throws(CaptureFault) {
    switch bytes.uint32(8) {
    case 0x1A2B_3C4D: order = .big
    case 0x4D3C_2B1A: order = .little
    default:
      throw CaptureFault(
        .pcapng, at: offset + 8, found: "the byte-order magic \(String(bytes.uint32(8), radix: 16))",
        expected: "1a2b3c4d in either order")
    }
    hasSection = true
    interfaces.removeAll()
  }

  private mutating func addInterface(_ body: RawSpan, at offset: UInt64) throws(CaptureFault) {
    guard interfaces.count < Self.interfaceLimit else {
      throw CaptureFault(
        .pcapng, at: offset, found: "another interface", expected: "at most \(Self.interfaceLimit)")
    }
    interfaces.append(try PcapngInterface(body, order, at: offset))
  }

  private func interface(_ number: UInt32, at offset: UInt64) throws(CaptureFault) -> PcapngInterface {
    guard number < UInt32(clamping: interfaces.count) else {
      throw CaptureFault(
        .pcapng, at: offset, found: "a packet of interface \(number)",
        expected: interfaces.isEmpty
          ? "an interface description before it" : "one of the \(interfaces.count) of this section")
    }
    return interfaces[Int(number)]
  }

  /// An Enhanced Packet Block, or an obsolete Packet Block, which differ in the width of the interface's number alone.
  private mutating func packet(
    _ body: RawSpan, of number: UInt32, at offset: UInt64, into sink: some PacketSink
  ) throws(CaptureFault) {
    let interface = try interface(number, at: offset)
    let captured = Int(body.uint32(12, order))
    guard captured <= body.byteCount - 20 else {
      throw CaptureFault(
        .pcapng, at: offset + 12, found: "a packet of \(captured) bytes",
        expected: "at most the \(body.byteCount - 20) that its block has")
    }
    time = interface.nanoseconds(UInt64(body.uint32(4, order)) << 32 | UInt64(body.uint32(8, order)))
    emit(
      interface.link, length: Int(body.uint32(16, order)), body.extracting(20..<20 + captured), into: sink)
  }

  private mutating func simplePacket(
    _ body: RawSpan, at offset: UInt64, into sink: some PacketSink
  ) throws(CaptureFault) {
    let interface = try interface(0, at: offset)
    let length = body.uint32(0, order)
    let captured = interface.limit == 0 ? length : min(length, interface.limit)
    let count = min(Int(captured), body.byteCount - 4)
    emit(interface.link, length: Int(length), body.extracting(4..<4 + count), into: sink)
  }

  private mutating func emit(_ link: LinkType, length: Int, _ bytes: RawSpan, into sink: some PacketSink) {
    packets += 1
    sink.receive(Packet(number: packets, link: link, time: time, length: length), bytes: bytes)
  }
}

/// The classic format of libpcap: a header of 24 bytes, then packets, each with a header of its own.
struct PcapFormat: CaptureFormat {
  /// What the header says.
  private struct Header {
    let order: ByteOrder
    let isNanoseconds: Bool
    let recordHeader: Int
    let link: LinkType
  }

  private var header: Header?
  private var packets: UInt64 = 0

  /// The most that is taken for a packet, in bytes: the largest that libpcap writes is 256 KiB, but for links without a limit.
  static let packetLimit = 16 << 20

  var name: CaptureFault.Format { .pcap }

  /// The order of the bytes, if the four first of a file are those of this format.
  static func order(magic: UInt32) -> ByteOrder? {
    if magics[magic] != nil { return .big }
    return magics[magic.byteSwapped] == nil ? nil : .little
  }

  /// By the magic number: whether times have nanoseconds, and the size of a packet's header, which one form extends.
  private static let magics: [UInt32: (isNanoseconds: Bool, recordHeader: Int)] = [
    0xA1B2_C3D4: (false, 16), 0xA1B2_3C4D: (true, 16), 0xA1B2_CD34: (false, 24),
  ]

  mutating func next(
    in bytes: RawSpan, at offset: UInt64, into sink: some PacketSink
  ) throws(CaptureFault) -> CaptureStep {
    guard let header else { return try readHeader(bytes) }
    guard bytes.byteCount >= header.recordHeader else { return .needs(header.recordHeader) }
    let captured = Int(bytes.uint32(8, header.order))
    guard captured <= Self.packetLimit else {
      throw CaptureFault(
        .pcap, at: offset + 8, found: "a packet of \(captured) bytes", expected: "at most \(Self.packetLimit)"
      )
    }
    let count = header.recordHeader + captured
    guard bytes.byteCount >= count else { return .needs(count) }
    packets += 1
    let fraction = Int64(bytes.uint32(4, header.order)) * (header.isNanoseconds ? 1 : 1000)
    let packet = Packet(
      number: packets, link: header.link,
      time: Int64(bytes.uint32(0, header.order)) * 1_000_000_000 + fraction,
      length: Int(bytes.uint32(12, header.order)))
    sink.receive(packet, bytes: bytes.extracting(header.recordHeader..<count))
    return .took(count)
  }

  private mutating func readHeader(_ bytes: RawSpan) throws(CaptureFault) -> CaptureStep {
    guard bytes.byteCount >= 24 else { return .needs(24) }
    let magic = bytes.uint32(0)
    guard let order = Self.order(magic: magic),
      let form = Self.magics[order == .big ? magic : magic.byteSwapped]
    else {
      throw CaptureFault(.pcap, at: 0, found: "another magic number", expected: "that of pcap")
    }
    let major = bytes.uint16(4, order)
    guard major == 2 else {
      throw CaptureFault(
        .pcap, at: 4, found: "version \(major).\(bytes.uint16(6, order))", expected: "version 2.4")
    }
    // The upper bits say how long the checksum at a frame's end is, which the length of the IP packet leaves out.
    header = Header(
      order: order, isNanoseconds: form.isNanoseconds, recordHeader: form.recordHeader,
      link: LinkType(rawValue: bytes.uint32(20, order) & 0xFFFF))
    return .took(24)
  }
}

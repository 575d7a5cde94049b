/// Reads a capture, pcap or pcapng, packed by gzip or not: the bytes of a file in, packets out, in constant memory.
package struct CaptureReader {
  private var parts = CaptureParts(AnyFormat())
  private var gunzip: Gunzip?
  /// The first bytes, until it is known whether they are packed.
  private var head: [UInt8] = []
  private var isKnown = false

  package init() {}

  /// Whether a file that begins with these bytes is to be read here: pcap or pcapng, or what gzip has packed.
  package static func recognizes(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 4 else { return false }
    let magic = bytes.span.bytes.uint32(0)
    // The third byte is the only method that gzip has (RFC 1952 2.3.1).
    return magic == PcapngFormat.magic || PcapFormat.order(magic: magic) != nil || magic >> 8 == 0x1F8B08
  }

  /// Takes the next bytes of the file. Fails where it is not a capture, or is damaged; then nothing more can be read.
  package mutating func receive(_ bytes: RawSpan, into sink: some PacketSink) throws(CaptureFault) {
    guard !isKnown else { return try unpack(bytes, into: sink) }
    let count = min(bytes.byteCount, 2 - head.count)
    bytes.extracting(0..<count).withUnsafeBytes { head.append(contentsOf: $0) }
    guard head.count == 2 else { return }
    isKnown = true
    let start = head
    if start == Gunzip.magic { gunzip = Gunzip() }
    try unpack(start.span.bytes, into: sink)
    try unpack(bytes.extracting(count..<bytes.byteCount), into: sink)
  }

  /// Takes the end of the file. Fails where it is inside a part, and where there was no capture at all.
  package mutating func end(into sink: some PacketSink) throws(CaptureFault) {
    if !isKnown, !head.isEmpty {
      isKnown = true
      let start = head
      try unpack(start.span.bytes, into: sink)
    }
    guard isKnown else {
      throw CaptureFault(.unknown, at: 0, found: "an empty file", expected: AnyFormat.expected)
    }
    try gunzip?.end()
    do throws(CaptureFault) { try parts.end() } catch {
      throw error.located(isUnpacked: gunzip != nil)
    }
  }

  private mutating func unpack(_ bytes: RawSpan, into sink: some PacketSink) throws(CaptureFault) {
    guard let gunzip else { return try parts.receive(bytes, into: sink) }
    try gunzip.receive(bytes) { block throws(CaptureFault) in
      do throws(CaptureFault) { try parts.receive(block, into: sink) } catch {
        throw error.located(isUnpacked: true)
      }
    }
  }
}

/// The format that a file's first four bytes name.
private struct AnyFormat: CaptureFormat {
  private var pcap: PcapFormat?
  private var pcapng: PcapngFormat?

  static let expected = "the magic number of pcap or pcapng"

  var name: CaptureFault.Format { pcap != nil ? .pcap : pcapng != nil ? .pcapng : .unknown }

  mutating func next(
    in bytes: RawSpan, at offset: UInt64, into sink: some PacketSink
  ) throws(CaptureFault) -> CaptureStep {
    if let step = try pcapng?.next(in: bytes, at: offset, into: sink) { return step }
    if let step = try pcap?.next(in: bytes, at: offset, into: sink) { return step }
    guard bytes.byteCount >= 4 else { return .needs(4) }
    let magic = bytes.uint32(0)
    if magic == PcapngFormat.magic {
      pcapng = PcapngFormat()
    } else if PcapFormat.order(magic: magic) != nil {
      pcap = PcapFormat()
    } else {
      throw CaptureFault(first: bytes.array(0..<4), at: offset, expected: Self.expected)
    }
    return try next(in: bytes, at: offset, into: sink)
  }
}

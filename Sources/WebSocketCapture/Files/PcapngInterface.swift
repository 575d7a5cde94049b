/// An interface that a section of a pcapng file describes (Interface Description Block).
struct PcapngInterface {
  let link: LinkType
  /// The most that was captured of a packet, in bytes; 0 for no limit.
  let limit: UInt32
  /// How many units of its clock a second has.
  private(set) var unitsPerSecond: UInt64 = 1_000_000
  /// What is added to its times, in seconds.
  private(set) var offset: Int64 = 0

  /// Reads a block, which is `bytes` without its type, its lengths and what follows; `start` is its offset in the file.
  init(_ bytes: RawSpan, _ order: ByteOrder, at start: UInt64) throws(CaptureFault) {
    link = LinkType(rawValue: UInt32(bytes.uint16(0, order)))
    limit = bytes.uint32(4, order)
    var index = 8
    while bytes.byteCount - index >= 4 {
      let (code, count) = (bytes.uint16(index, order), Int(bytes.uint16(index + 2, order)))
      if code == 0 { break }
      let value = index + 4
      guard bytes.byteCount - value >= count else {
        throw CaptureFault(
          .pcapng, at: start + UInt64(index), found: "an option of \(count) bytes",
          expected: "at most the \(bytes.byteCount - value) that its block has")
      }
      if code == 9, count >= 1 {
        try setResolution(bytes.uint8(value), at: start + UInt64(value))
      } else if code == 14, count >= 8 {
        offset = Int64(bitPattern: bytes.uint64(value, order))
      }
      index = value + (count + 3) / 4 * 4
    }
  }

  /// The seven lower bits are the negative exponent of 10, or with the top bit that of 2.
  private mutating func setResolution(_ value: UInt8, at place: UInt64) throws(CaptureFault) {
    let exponent = Int(value & 0x7F)
    let isBinary = value & 0x80 != 0
    guard exponent <= (isBinary ? 63 : 19) else {
      throw CaptureFault(
        .pcapng, at: place, found: "a clock of \(isBinary ? 2 : 10)^-\(exponent) s",
        expected: "10^-19 or 2^-63 at the least")
    }
    unitsPerSecond = isBinary ? 1 << UInt64(exponent) : (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  /// A time of its clock in nanoseconds since 1970, from 0 to 2^63-1.
  func nanoseconds(_ units: UInt64) -> Int64 {
    let (seconds, rest) = units.quotientAndRemainder(dividingBy: unitsPerSecond)
    let (whole, isOver) = Int64(clamping: seconds).addingReportingOverflow(offset)
    let clamped = isOver ? (offset < 0 ? .min : .max) : whole
    guard clamped >= 0 else { return 0 }
    let (nanoseconds, isTooLate) = clamped.multipliedReportingOverflow(by: 1_000_000_000)
    let product = rest.multipliedFullWidth(by: 1_000_000_000)
    let fraction = unitsPerSecond.dividingFullWidth(product).quotient
    let (sum, isTooLateAfter) = nanoseconds.addingReportingOverflow(Int64(clamping: fraction))
    return isTooLate || isTooLateAfter ? .max : sum
  }
}

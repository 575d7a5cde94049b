/// A segment of TCP (RFC 9293 3.1).
struct TCPSegment {
  let sourcePort: UInt16
  let destinationPort: UInt16
  let sequence: UInt32
  let acknowledgment: UInt32
  let flags: UInt8
  /// Where the payload is among the bytes, as far as it was captured.
  let payload: Range<Int>
  /// How many bytes of payload it had on the wire.
  let payloadLength: Int

  static let protocolNumber: UInt8 = 6

  /// Reads a segment, which is `range` of the bytes and had `length` bytes on the wire; nil where there is none.
  init?(_ bytes: RawSpan, in range: Range<Int>, length: Int) {
    let start = range.lowerBound
    guard range.count >= 20 else { return nil }
    let headerCount = Int(bytes.uint8(start + 12) >> 4) * 4
    guard headerCount >= 20, length >= headerCount else { return nil }
    sourcePort = bytes.uint16(start)
    destinationPort = bytes.uint16(start + 2)
    sequence = bytes.uint32(start + 4)
    acknowledgment = bytes.uint32(start + 8)
    flags = bytes.uint8(start + 13)
    payload = min(start + headerCount, range.upperBound)..<range.upperBound
    payloadLength = length - headerCount
  }

  var isFinal: Bool { flags & 0x01 != 0 }
  var isSynchronizing: Bool { flags & 0x02 != 0 }
  var isReset: Bool { flags & 0x04 != 0 }
  var acknowledges: Bool { flags & 0x10 != 0 }
}

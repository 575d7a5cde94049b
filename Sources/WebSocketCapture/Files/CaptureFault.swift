/// Why a capture cannot be read further: where, what was found there, and what was expected.
package struct CaptureFault: Error, Hashable, Sendable {
  /// What the file is, as far as that is known.
  package enum Format: String, Hashable, Sendable {
    case unknown = "capture"
    case pcap
    case pcapng
    case gzip
    case jsonLines = "JSON Lines"
    case har = "HAR"
  }

  package let format: Format
  /// Offset in the file of the first byte at fault; where it is packed, in what it unpacks to.
  package let offset: UInt64
  package let found: String
  package let expected: String
  /// Whether the file is packed, so that the offset is not one of the file itself.
  package var isUnpacked = false
  /// Whether the file ends too early, and is in order up to there.
  package var isCut = false

  init(_ format: Format, at offset: UInt64, found: String, expected: String) {
    self.format = format
    self.offset = offset
    self.found = found
    self.expected = expected
  }

  /// The same of a file that may be packed.
  func located(isUnpacked: Bool) -> CaptureFault {
    var fault = self
    fault.isUnpacked = isUnpacked
    return fault
  }

  /// `pcap, byte 40: found a packet of 99999999 bytes, expected at most 16777216`.
  package var sentence: String {
    "\(format.rawValue), byte \(offset)\(isUnpacked ? " of what it unpacks to" : ""): found \(found),"
      + " expected \(expected)"
  }
}

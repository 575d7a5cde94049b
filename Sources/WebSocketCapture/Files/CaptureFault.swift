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

  /// What a file that is not a capture begins like.
  package enum Resemblance: Hashable, Sendable {
    case zstd, lz4, snoop
    /// An object of JSON.
    case object

    init?(_ bytes: [UInt8]) {
      switch bytes {
      case [0x28, 0xB5, 0x2F, 0xFD]: self = .zstd
      case [0x04, 0x22, 0x4D, 0x18]: self = .lz4
      case Array("snoo".utf8): self = .snoop
      case _ where bytes.first == UInt8(ascii: "{"): self = .object
      default: return nil
      }
    }

    /// The format in words; nil where its bytes say more.
    var words: String? {
      switch self {
      case .zstd: "a file packed by zstd"
      case .lz4: "a file packed by lz4"
      case .snoop: "a capture of snoop"
      case .object: nil
      }
    }
  }

  package let format: Format
  /// nil where that is not known.
  package private(set) var resemblance: Resemblance?
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

  /// What begins with these bytes is not a capture.
  init(first bytes: [UInt8], at offset: UInt64, expected: String) {
    let resemblance = Resemblance(bytes)
    self.init(
      .unknown, at: offset,
      found: resemblance?.words
        ?? bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " "),
      expected: expected)
    self.resemblance = resemblance
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

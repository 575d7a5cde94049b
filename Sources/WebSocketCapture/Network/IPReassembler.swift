/// Puts packets together out of their fragments (RFC 791 3.2, RFC 8200 4.5). What it holds is bounded, and so is how long.
struct IPReassembler {
  private struct Key: Hashable {
    let source: IPAddress
    let destination: IPAddress
    let identification: UInt32
    let protocolNumber: UInt8
  }

  /// A packet of which fragments have come.
  private struct Parts {
    let start: Int64
    var bytes = SparseBytes()
    /// How many bytes it has; known once its last fragment has come.
    var total: Int?

    var whole: [UInt8]? {
      guard let total, bytes.count >= total, let last = bytes.pieces.last, last.end == UInt64(bytes.count)
      else { return nil }
      return bytes.pieces.flatMap(\.bytes)
    }
  }

  private var open: [Key: Parts] = [:]
  /// How many packets were given up, because a fragment of theirs did not come.
  private(set) var lost = 0

  /// How many packets are put together at once, each of 64 KiB at most.
  private static let limit = 64
  /// The most bytes that a packet can have.
  private static let packetLimit = 65535
  /// How long the fragments of a packet may be apart, in nanoseconds: what RFC 8200 4.5 gives them.
  private static let patience: Int64 = 60_000_000_000

  /// Takes a fragment, captured at this time; gives the payload that it completes.
  mutating func receive(
    _ header: IPHeader, _ fragment: IPHeader.Fragment, _ bytes: RawSpan, at time: Int64
  ) -> [UInt8]? {
    let payload = bytes.extracting(header.payload)
    guard fragment.offset + payload.byteCount <= Self.packetLimit else { return nil }
    let key = Key(
      source: header.source, destination: header.destination, identification: fragment.identification,
      protocolNumber: header.protocolNumber)
    var parts = open.removeValue(forKey: key) ?? Parts(start: time)
    if time - parts.start > Self.patience {
      lost += 1
      parts = Parts(start: time)
    }
    parts.bytes.insert(payload, at: UInt64(fragment.offset))
    if fragment.isLast { parts.total = fragment.offset + header.payloadLength }
    if let whole = parts.whole { return whole }
    if open.count >= Self.limit, let oldest = open.min(by: { $0.value.start < $1.value.start })?.key {
      open[oldest] = nil
      lost += 1
    }
    open[key] = parts
    return nil
  }

  /// How many packets wait for fragments.
  var waiting: Int { open.count }
}

/// What a capture says of a packet, beside its bytes.
package struct Packet: Hashable, Sendable {
  /// Its place in the file, from 1.
  package let number: UInt64
  /// What its bytes begin with.
  package let link: LinkType
  /// When it was captured, in nanoseconds since 1970-01-01 00:00 UTC, from 0 to 2^63-1.
  package let time: Int64
  /// How many bytes it had on the wire, of which fewer may have been captured.
  package let length: Int

  package init(number: UInt64, link: LinkType, time: Int64, length: Int) {
    self.number = number
    self.link = link
    self.time = time
    self.length = length
  }
}

/// Where the packets of a capture go, in the order of the file.
package protocol PacketSink: AnyObject {
  /// A packet; `bytes` are those that were captured of it, and live as long as the call.
  func receive(_ packet: Packet, bytes: RawSpan)
  /// Keys of TLS connections are in the file (Decryption Secrets Block of pcapng).
  func noteSecrets()
}

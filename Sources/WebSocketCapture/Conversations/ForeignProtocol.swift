/// What a TCP connection is where it is not HTTP/1.1 that leads to a WebSocket.
package enum ForeignProtocol: Error, Hashable, Sendable {
  /// TLS, whose content is encrypted.
  case tls
  case http2
  case other

  /// What the first bytes of a side are; nil where they may be a head of HTTP.
  init?(_ bytes: RawSpan) {
    guard bytes.byteCount > 0 else { return nil }
    // A record of TLS: its type, and a version whose first byte is 3 (RFC 8446 5.1).
    if (0x14...0x17).contains(bytes.uint8(0)) {
      self = bytes.byteCount == 1 || bytes.uint8(1) == 3 ? .tls : .other
    } else if !Self.mayBeginHead(bytes.uint8(0)) {
      self = .other
    } else {
      return nil
    }
  }

  /// A method and `HTTP/` begin with a capital letter, and an empty line may be in front (RFC 9112 2.2).
  private static func mayBeginHead(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || byte == 0x0D || byte == 0x0A
  }
}

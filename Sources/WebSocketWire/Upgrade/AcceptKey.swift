import Crypto

/// The server's answer to a key, with every step on the way to it (RFC 6455 4.2.2).
public struct AcceptKey: Hashable, Sendable {
  /// What RFC 6455 1.3 appends to every key.
  public static let guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

  /// The value of `Sec-WebSocket-Key`, as text.
  public let key: String
  /// The key and the GUID in one string.
  public var joined: String { key + Self.guid }
  /// SHA-1 of that string: 20 bytes.
  public let digest: [UInt8]
  /// The digest in base64: what `Sec-WebSocket-Accept` must be.
  public let value: String

  /// Makes the answer to a key, whatever bytes the key has.
  public init(for key: String) {
    self.key = key
    digest = Array(Insecure.SHA1.hash(data: Array((key + Self.guid).utf8)))
    value = Base64.encode(digest)
  }

  /// A fresh key: 16 random bytes in base64 (RFC 6455 4.1).
  public static func randomKey(using generator: inout some RandomNumberGenerator) -> String {
    Base64.encode((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
  }

  /// The number of bytes after a key's base64; nil when it is not base64.
  package static func byteCount(ofKey key: String) -> Int? { Base64.decode(key)?.count }
}

public import WebSocketWire

/// The SHA-256 of a public key, by which a server is known, whichever authority signed its certificate.
public struct PublicKeyPin: Hashable, Sendable, CustomStringConvertible {
  /// The hash of the key's SubjectPublicKeyInfo in DER (RFC 5280 4.1), 32 bytes.
  let hash: [UInt8]

  init(hash: [UInt8]) { self.hash = hash }

  /// Reads `sha256//` and the hash in base64, as curl and RFC 7469 write it.
  public init(_ text: String) throws(UsageError) {
    guard text.hasPrefix(Self.mark), let hash = Base64.decode(String(text.dropFirst(Self.mark.count))),
      hash.count == 32
    else {
      throw UsageError("\(text.quoted) is not a pin, expected sha256// and the base64 of 32 bytes")
    }
    self.hash = hash
  }

  /// Several with semicolons between them.
  package static func list(_ text: String) throws(UsageError) -> [PublicKeyPin] {
    var pins: [PublicKeyPin] = []
    for part in text.split(separator: ";", omittingEmptySubsequences: false) {
      pins.append(try PublicKeyPin(String(part)))
    }
    return pins
  }

  /// As it is written for curl: `sha256//` and the hash in base64.
  public var description: String { Self.mark + Base64.encode(hash) }

  private static let mark = "sha256//"
}

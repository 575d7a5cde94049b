/// What the server's answer to our hello chooses; it is in the clear in every version (RFC 5246 7.4.1.3, RFC 8446 4.1.3).
struct ServerHello: Hashable {
  /// The protocol's number; 0x0304 is TLS 1.3.
  let version: UInt16
  /// The cipher suite's number at IANA.
  let cipher: UInt16

  /// `TLSv1.3`, or the number.
  var versionName: String {
    switch version {
    case 0x0301: "TLSv1.0"
    case 0x0302: "TLSv1.1"
    case 0x0303: "TLSv1.2"
    case 0x0304: "TLSv1.3"
    default: "0x" + String(version, radix: 16, uppercase: true)
    }
  }

  /// Reads the body of the message; nil where it is cut short.
  init?(body: ArraySlice<UInt8>) {
    var rest = body
    guard let legacyVersion = rest.popNumber(2), rest.popBytes(32) != nil,
      let idLength = rest.popNumber(1), rest.popBytes(idLength) != nil,
      let cipher = rest.popNumber(2), rest.popNumber(1) != nil
    else { return nil }
    self.cipher = UInt16(truncatingIfNeeded: cipher)
    var version = legacyVersion
    if let length = rest.popNumber(2), var extensions = rest.popBytes(length) {
      while let type = extensions.popNumber(2), let length = extensions.popNumber(2),
        var content = extensions.popBytes(length)
      {
        // TLS 1.3 says its version here (RFC 8446 4.2.1).
        if type == Self.supportedVersions, let chosen = content.popNumber(2) { version = chosen }
      }
    }
    self.version = UInt16(truncatingIfNeeded: version)
  }

  private static let supportedVersions = 43
}

extension ArraySlice<UInt8> {
  /// Takes a number of that many bytes, two at most, off the front.
  fileprivate mutating func popNumber(_ count: Int) -> Int? {
    popBytes(count)?.reduce(0) { $0 << 8 | Int($1) }
  }

  /// Takes that many bytes off the front; nil where there are fewer.
  fileprivate mutating func popBytes(_ count: Int) -> ArraySlice<UInt8>? {
    guard self.count >= count else { return nil }
    defer { removeFirst(count) }
    return prefix(count)
  }
}

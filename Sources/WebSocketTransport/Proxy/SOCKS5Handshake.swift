import WebSocketWire

/// SOCKS 5: what may prove who we are, the proof, and the request for a tunnel (RFC 1928, RFC 1929).
struct SOCKS5Handshake: ProxyHandshake {
  /// Where the tunnel leads to.
  enum Target: Hashable, Sendable {
    /// A name of at most 255 bytes, which the proxy looks up.
    case name(String)
    /// 4 or 16 bytes.
    case address([UInt8])
  }

  private enum Stage {
    case method, proof, reply
  }

  private let credentials: HTTPCredentials?
  private let request: [UInt8]
  private var stage = Stage.method
  private var bytes: [UInt8] = []

  private static let version: UInt8 = 5
  private static let (withoutProof, withPassword): (UInt8, UInt8) = (0, 2)

  var status: Int? { nil }

  /// Fails for a name that is too long for SOCKS.
  init(_ target: Target, port: Int, credentials: HTTPCredentials?) throws(UsageError) {
    self.credentials = credentials
    // CONNECT, and a reserved byte.
    var request: [UInt8] = [Self.version, 1, 0]
    switch target {
    case .name(let name):
      guard (1...255).contains(name.utf8.count) else {
        throw UsageError("the host has more than 255 bytes, the most that SOCKS takes (RFC 1928 5)")
      }
      request += [3, UInt8(truncatingIfNeeded: name.utf8.count)] + name.utf8
    case .address(let address): request += [address.count == 4 ? 1 : 4] + address
    }
    self.request = request + [UInt8(truncatingIfNeeded: port >> 8), UInt8(truncatingIfNeeded: port)]
  }

  var greeting: [UInt8] {
    let methods = [Self.withoutProof] + (credentials == nil ? [] : [Self.withPassword])
    return [Self.version, UInt8(truncatingIfNeeded: methods.count)] + methods
  }

  mutating func receive(_ more: some Collection<UInt8>) -> ProxyProgress {
    // The longest answer has 262 bytes, and what follows the last one is the server's.
    bytes += more
    switch stage {
    case .method: return readMethod()
    case .proof: return readProof()
    case .reply: return readReply()
    }
  }

  func receiveEnd(_ words: String?) -> ProxyFailure.Reason {
    bytes.isEmpty ? .lost(words) : .cut(words)
  }

  private mutating func readMethod() -> ProxyProgress {
    guard bytes.first ?? Self.version == Self.version else { return .failed(.notUnderstood(bytes)) }
    guard bytes.count >= 2 else { return .incomplete }
    let method = bytes[1]
    bytes.removeFirst(2)
    if method == Self.withoutProof {
      stage = .reply
      return .send(request)
    }
    guard method == Self.withPassword, let credentials else { return .failed(.noSharedMethod) }
    stage = .proof
    let (user, password) = (credentials.user.prefix(255), credentials.password.prefix(255))
    return .send(
      [1, UInt8(truncatingIfNeeded: user.count)] + user + [UInt8(truncatingIfNeeded: password.count)]
        + password)
  }

  private mutating func readProof() -> ProxyProgress {
    guard bytes.count >= 2 else { return .incomplete }
    // The first byte is the version of the proof, which some proxies take for that of SOCKS.
    guard bytes[1] == 0 else { return .failed(.wrongCredentials) }
    bytes.removeFirst(2)
    stage = .reply
    return .send(request)
  }

  private mutating func readReply() -> ProxyProgress {
    guard bytes.first ?? Self.version == Self.version else {
      return .failed(.notUnderstood(Array(bytes.prefix(256))))
    }
    // A refusal may end after its code.
    if bytes.count >= 2, bytes[1] != 0 { return .failed(.declined(SOCKS5Reply(rawValue: bytes[1]))) }
    guard bytes.count >= 5 else { return .incomplete }
    let length: Int
    switch bytes[3] {
    case 1: length = 4
    case 3: length = 1 + Int(bytes[4])
    case 4: length = 16
    default: return .failed(.notUnderstood(Array(bytes.prefix(256))))
    }
    guard bytes.count >= 4 + length + 2 else { return .incomplete }
    return .open(rest: Array(bytes[(4 + length + 2)...]))
  }
}

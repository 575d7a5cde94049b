import Crypto

/// The answer to a Digest challenge, with MD5 or SHA-256 (RFC 7616). It holds no credentials.
package struct DigestAuthentication: Hashable, Sendable {
  private enum Hash {
    case md5, sha256
  }

  private let hash: Hash
  /// Whether the session's first nonces are part of the secret (RFC 7616 3.4.2).
  private let isSession: Bool
  /// nil for a challenge without one, which is answered as RFC 2069 has it.
  private let quality: String?
  private let parameters: [String: String]

  /// Whether the credentials of the answer before this one were right, and only its nonce too old (RFC 7616 3.3).
  package var isStale: Bool { parameters["stale"]?.lowercased() == "true" }

  /// The strongest of the Digest challenges that can be answered; nil for none.
  package init?(_ challenges: [HTTPChallenge]) {
    let known = challenges.compactMap { DigestAuthentication($0) }
    guard let best = known.first(where: { $0.hash == .sha256 }) ?? known.first else { return nil }
    self = best
  }

  private init?(_ challenge: HTTPChallenge) {
    let parameters = challenge.parameters
    guard challenge.scheme == "digest", parameters["realm"] != nil, parameters["nonce"] != nil,
      // What is sent back must not end the line.
      parameters.values.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } })
    else { return nil }
    switch parameters["algorithm"]?.lowercased() ?? "md5" {
    case "md5": (hash, isSession) = (.md5, false)
    case "md5-sess": (hash, isSession) = (.md5, true)
    case "sha-256": (hash, isSession) = (.sha256, false)
    case "sha-256-sess": (hash, isSession) = (.sha256, true)
    default: return nil
    }
    let offered = parameters["qop"]?.lowercased().split(separator: ",").map { $0.trimmingSpaces() }
    quality = offered.flatMap { words in ["auth", "auth-int"].first(where: words.contains) }
    if offered != nil, quality == nil { return nil }
    self.parameters = parameters
  }

  /// The value of `Authorization` or `Proxy-Authorization` for a request without content. `nonce` is the client's: visible ASCII, new
  /// for each challenge; `count` says how many requests have used the server's nonce, this one included.
  package func value(
    for credentials: HTTPCredentials, method: String, target: String, nonce clientNonce: String,
    count: UInt32 = 1
  ) -> String {
    let realm = parameters["realm"] ?? ""
    let nonce = parameters["nonce"] ?? ""
    let digits = String(count, radix: 16)
    let number = String(repeating: "0", count: 8 - digits.utf8.count) + digits

    var secret = digest(credentials.user, realm, credentials.password)
    if isSession { secret = digest(secret, nonce, clientNonce) }
    // The content of the request is empty.
    let request = quality == "auth-int" ? digest(method, target, digest("")) : digest(method, target)
    let response =
      quality.map { digest(secret, nonce, number, clientNonce, $0, request) }
      ?? digest(secret, nonce, request)

    let hashesUser = parameters["userhash"]?.lowercased() == "true"
    let user = hashesUser ? digest(credentials.user, realm) : HTTPHead.text(credentials.user[...])
    var fields = [
      "username=\(Self.quoted(user))", "realm=\(Self.quoted(realm))", "nonce=\(Self.quoted(nonce))",
      "uri=\(Self.quoted(target))",
    ]
    if let algorithm = parameters["algorithm"] { fields.append("algorithm=\(algorithm)") }
    if let quality { fields += ["qop=\(quality)", "nc=\(number)"] }
    if quality != nil || isSession { fields.append("cnonce=\(Self.quoted(clientNonce))") }
    fields.append("response=\(Self.quoted(response))")
    if let opaque = parameters["opaque"] { fields.append("opaque=\(Self.quoted(opaque))") }
    if hashesUser { fields.append("userhash=true") }
    return "Digest " + fields.joined(separator: ", ")
  }

  /// The hash of the parts with colons between them, in hexadecimal digits.
  private func digest(_ parts: any DigestPart...) -> String {
    let bytes = Array(parts.map(\.digestBytes).joined(separator: [0x3A]))
    return switch hash {
    case .md5: Hex.packed(Insecure.MD5.hash(data: bytes))
    case .sha256: Hex.packed(SHA256.hash(data: bytes))
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}

/// What a digest is made of: text, or the bytes of credentials.
private protocol DigestPart {
  var digestBytes: [UInt8] { get }
}

extension String: DigestPart {
  fileprivate var digestBytes: [UInt8] { Array(utf8) }
}

extension [UInt8]: DigestPart {
  fileprivate var digestBytes: [UInt8] { self }
}

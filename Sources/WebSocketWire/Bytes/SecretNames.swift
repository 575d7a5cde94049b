/// The names after which secrets are expected.
enum SecretNames {
  private static let parameters: Set = [
    "key", "sig", "auth", "authorization", "pass", "pw", "pwd", "pin", "otp", "code", "jwt", "sid", "session",
    "sessionid", "session_id", "ticket", "bearer", "cookie",
  ]

  /// Whether a header field carries credentials; its name is in lower case.
  static func isField(_ name: String) -> Bool {
    let names = [
      "cookie", "set-cookie", "authorization", "x-auth", "x-session-id", "pass", "pw", "pwd",
    ]
    if names.contains(name) { return true }
    guard !name.hasPrefix("sec-websocket-") else { return false }
    if name.hasPrefix("x-auth-") || name.hasSuffix("-auth") || name == "auth" { return true }
    return name.hasSuffix("authorization") || name.hasSuffix("authentication") || holdsSecret(name)
  }

  /// Whether the value of a query parameter, option or form field is secret: `access_token`, `api-key`, `X-Amz-Signature`.
  static func isParameter(_ name: ArraySlice<UInt8>) -> Bool {
    guard !name.isEmpty, name.count <= 128 else { return false }
    let name = decoded(name).lowercased().filter { $0 != "\t" && $0 != "\r" }
    // An option's dashes and a form's brackets are not part of the name.
    let bare = name.drop { "-[".contains($0) }.prefix { $0 != "[" && $0 != "]" }
    return parameters.contains(String(bare)) || holdsSecret(name)
  }

  /// Whether an element of Sec-WebSocket-Protocol holds a token itself: a JSON Web Token, or a name with one after it.
  static func isToken(_ element: String) -> Bool {
    let lower = element.lowercased()
    if element.hasPrefix("eyJ"), element.contains(".") { return true }
    if lower.count > 24, lower.contains("bearer") || lower.contains("token") { return true }
    let parts = lower.split { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "_" }
    return parts.dropLast().contains { announcesToken(String($0)) }
  }

  /// Whether the element after this one is a token.
  static func announcesToken(_ element: String) -> Bool {
    let name = element.lowercased()
    return ["bearer", "authorization", "auth", "access-token", "access_token", "token", "jwt"].contains(name)
  }

  private static func holdsSecret(_ name: String) -> Bool {
    let letters = name.filter { $0 != "-" && $0 != "_" && $0 != "." }
    let parts = [
      "token", "secret", "password", "passwd", "apikey", "passphrase", "accesskey", "signature", "credential",
    ]
    return parts.contains { letters.contains($0) }
  }

  /// The name with its percent-encoding undone; what is no such encoding stays.
  private static func decoded(_ name: ArraySlice<UInt8>) -> String {
    var bytes: [UInt8] = []
    var rest = name
    while let byte = rest.popFirst() {
      if byte == 0x25, rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

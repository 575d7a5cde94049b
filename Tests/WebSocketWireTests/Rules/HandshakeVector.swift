import WebSocketWire

/// A row of `handshakes.json`.
struct HandshakeVector: Decodable, CustomStringConvertible {
  struct Bounds: Decodable {
    let head: Int
  }

  let name: String
  /// Who judges: the client the response, the server the request.
  let role: String
  let request: String
  let response: String?
  let limits: Bounds?
  let expected: [ExpectedViolation]

  var description: String { "\(role): \(name)" }
  var judge: WebSocketRole? { WebSocketRole(rawValue: role) }
  /// The bytes that are judged; a scalar up to U+00FF is one byte.
  var judged: [UInt8] { (response ?? request).unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }
}

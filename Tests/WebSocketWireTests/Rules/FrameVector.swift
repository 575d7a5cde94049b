import WebSocketWire

/// A row of `violations.json`.
struct FrameVector: Decodable, CustomStringConvertible {
  struct Bounds: Decodable {
    let frame: UInt64?
    let message: UInt64?
  }

  let name: String
  let hex: String
  /// Who sends; nil judges no masking.
  let role: String?
  let limits: Bounds?
  let expected: [ExpectedViolation]

  var description: String { name }
  var sender: Role? { role.flatMap(Role.init(rawValue:)) }
  var wireLimits: Limits { Limits(frame: limits?.frame, message: limits?.message) }
}

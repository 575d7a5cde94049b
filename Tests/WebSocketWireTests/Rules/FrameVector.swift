import Testing
import WebSocketWire

/// A row of `violations.json`.
struct FrameVector: Decodable, CustomStringConvertible {
  struct Bounds: Decodable {
    let frame: UInt64?
    let message: UInt64?
  }

  let name: String
  let hex: String
  /// Who sends.
  let role: String
  let limits: Bounds?
  /// The parameters of the compression that was agreed on; nil for none.
  let deflate: String?
  let expected: [ExpectedViolation]

  var description: String { name }
  var sender: WebSocketRole {
    get throws { try #require(WebSocketRole(rawValue: role), "an unknown role") }
  }
  var terms: DeflateTerms? {
    get throws { try deflate.map { try DeflateOptions.terms($0)[0] } }
  }
  var wireLimits: Limits { Limits(frame: limits?.frame, message: limits?.message) }
}

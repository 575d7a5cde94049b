/// What a Close frame says (RFC 6455 5.5.1): nothing, or a code and a reason.
public struct ClosePayload: Hashable, Sendable {
  /// nil when the frame has no payload or only one byte.
  public let code: CloseCode?
  /// The bytes after the code, which should be UTF-8; at most 123.
  public let reasonBytes: [UInt8]

  /// A body to be sent.
  public init(code: CloseCode? = nil, reason: String = "") {
    self.code = code
    reasonBytes = code == nil ? [] : Array(reason.utf8)
  }

  /// Reads a payload; total.
  public init(payload: [UInt8]) {
    if payload.count >= 2 {
      code = CloseCode(rawValue: UInt16(payload[0]) << 8 | UInt16(payload[1]))
      reasonBytes = Array(payload[2...])
    } else {
      code = nil
      reasonBytes = []
    }
  }

  /// The reason as text, every ill-formed byte replaced.
  public var reason: String { String(decoding: reasonBytes, as: UTF8.self) }

  /// The payload of the frame.
  public var payload: [UInt8] {
    guard let code else { return [] }
    return [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xFF)] + reasonBytes
  }
}

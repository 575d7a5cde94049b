/// What a vector asks for.
struct ExpectedViolation: Decodable, Hashable, CustomStringConvertible {
  let rule: String
  /// nil in a handshake, which has no frames.
  let frameOffset: UInt64?
  /// Where the bytes at fault begin and end.
  let range: [UInt64]

  var description: String { "\(rule) at \(frameOffset ?? 0) \(range)" }
}

import WebSocketWire

/// What is said of a compressed payload beside its bytes (RFC 7692).
enum InflatedView {
  /// `inflated 120 bytes (31 % on the wire)`.
  static func size(of inflated: InflatedPayload, wire: UInt64) -> String {
    guard inflated.count > 0 else { return "inflated 0 bytes" }
    let percent = Int((Double(wire) / Double(inflated.count) * 100).rounded())
    return "inflated \(Formatting.exactBytes(inflated.count)) (\(percent) % on the wire)"
  }

  /// What was agreed on for the sender, and whether the message may refer back.
  static func context(of inflated: InflatedPayload) -> String {
    let side = inflated.context.side
    let carried =
      !side.keepsContext
      ? "context dropped" : inflated.context.isCarried ? "context carried over" : "context new"
    return "permessage-deflate, window \(side.windowBits) bits, \(carried)"
  }
}

import WebSocketInspect
import WebSocketWire

/// What was counted on a connection, both ways.
struct Statistics {
  /// The counts of one direction.
  struct Direction {
    var frames: [Opcode: Int] = [:]
    var messages = 0
    /// Payload bytes.
    var payload: UInt64 = 0
    /// Bytes of frames on the wire, headers included.
    var wire: UInt64 = 0
    var violations = 0
    /// Payload bytes that were compressed, and what they inflate to.
    var compressed: UInt64 = 0
    var inflated: UInt64 = 0
  }

  private(set) var sent = Direction()
  private(set) var received = Direction()

  mutating func add(_ frame: FrameRecord, isIncoming: Bool) {
    if isIncoming { Self.add(frame, to: &received) } else { Self.add(frame, to: &sent) }
  }

  private static func add(_ frame: FrameRecord, to direction: inout Direction) {
    direction.frames[frame.header.opcode, default: 0] += 1
    if frame.header.isFinal, !frame.header.opcode.isControl, frame.missing == 0 { direction.messages += 1 }
    direction.payload &+= UInt64(frame.payload.count) &+ frame.omitted
    direction.wire &+= frame.wireCount
    if let inflated = frame.inflated {
      direction.compressed &+= UInt64(frame.payload.count) &+ frame.omitted
      direction.inflated &+= inflated.count
    }
    direction.violations += frame.violations.count
  }

  /// Whole lines: a row a direction; `role` is our side, for arrows tell a client from a server.
  func render(_ roundTrips: RoundTrips, role: Role) -> String {
    let (out, back) = role == .client ? ("→", "←") : ("←", "→")
    var text = Self.row(out, "out", sent) + Self.row(back, "in ", received)
    if roundTrips.count > 0 {
      text +=
        "  round trip: \(Units.duration(roundTrips.shortest)) to \(Units.duration(roundTrips.longest)),"
        + " mean \(Units.duration(roundTrips.mean)), of \(Units.count(roundTrips.count, "pong"))\n"
    }
    return text
  }

  private static func row(_ arrow: String, _ name: String, _ direction: Direction) -> String {
    let frames = direction.frames.values.reduce(0, +)
    let kinds = direction.frames.sorted { $0.key.rawValue < $1.key.rawValue }.map {
      "\($0.value) \($0.key.name)"
    }
    let list = kinds.isEmpty ? "" : " (\(kinds.joined(separator: ", ")))"
    let wrong = direction.violations == 0 ? "" : ", \(Units.count(direction.violations, "violation"))"
    let deflated =
      direction.inflated == 0
      ? "" : ", \(Units.bytes(direction.compressed)) of it deflated from \(Units.bytes(direction.inflated))"
    return
      "  \(arrow) \(name)  \(Units.count(direction.messages, "message")), \(Units.count(frames, "frame"))\(list),"
      + " \(Units.bytes(direction.payload)) of payload\(deflated), \(Units.bytes(direction.wire)) on the wire\(wrong)\n"
  }
}

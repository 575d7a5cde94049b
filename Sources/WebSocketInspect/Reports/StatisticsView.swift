package import WebSocketWire

/// Shows what was counted on a connection.
package enum StatisticsView {
  /// Whole lines: a row a direction, and the times of our Pings; `role` is our end.
  package static func render(
    _ statistics: ConnectionStatistics, role: WebSocketRole, withRoundTrips: Bool = true
  ) -> String {
    let (out, back) = role == .client ? ("→", "←") : ("←", "→")
    var text = row(out, "out", statistics[role]) + row(back, "in ", statistics[role.peer])
    let roundTrips = statistics[role].roundTrips
    if withRoundTrips, roundTrips.count > 0 {
      text +=
        "  round trip: \(Formatting.duration(roundTrips.shortest)) to \(Formatting.duration(roundTrips.longest)),"
        + " mean \(Formatting.duration(roundTrips.mean)), of \(Formatting.count(roundTrips.count, "pong"))\n"
    }
    return text
  }

  /// What of the inflated payload was on the wire.
  private static func percent(_ direction: ConnectionStatistics.Direction) -> Int {
    Int((Double(direction.compressed) / Double(direction.inflated) * 100).rounded())
  }

  private static func row(_ arrow: String, _ name: String, _ direction: ConnectionStatistics.Direction)
    -> String
  {
    let kinds = direction.frameCounts.map { "\($0.count) \($0.opcode.name)" }
    let list = kinds.isEmpty ? "" : " (\(kinds.joined(separator: ", ")))"
    let wrong = direction.violations == 0 ? "" : ", \(Formatting.count(direction.violations, "violation"))"
    let deflated =
      direction.inflated == 0
      ? ""
      : ", \(Formatting.bytes(direction.compressed)) of it deflated from \(Formatting.bytes(direction.inflated))"
        + " (\(percent(direction)) %)"
    return
      "  \(arrow) \(name)  \(Formatting.count(direction.messages, "message")), \(Formatting.count(direction.frames, "frame"))\(list),"
      + " \(Formatting.bytes(direction.payload)) of payload\(deflated), \(Formatting.bytes(direction.wire)) on the wire\(wrong)\n"
  }
}

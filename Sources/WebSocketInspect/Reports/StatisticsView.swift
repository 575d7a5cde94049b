package import WebSocketWire

/// Shows what was counted on a connection.
package enum StatisticsView {
  /// Both directions, what is shown of ours first: who sends, the arrow, and the name. `role` is our end; nil where both are others.
  package static func directions(
    _ role: WebSocketRole?
  ) -> [(sender: WebSocketRole, arrow: String, name: String)] {
    guard let role else { return [(.client, "→", "client"), (.server, "←", "server")] }
    let (out, back) = role == .client ? ("→", "←") : ("←", "→")
    return [(role, out, "out"), (role.peer, back, "in")]
  }

  /// Whole lines: a row a direction, and the times of our Pings; `role` is our end, and nil where both are others.
  package static func render(
    _ statistics: ConnectionStatistics, role: WebSocketRole?, withRoundTrips: Bool = true
  ) -> String {
    let directions = directions(role)
    let width = directions.map(\.name.count).max() ?? 0
    var text = directions.map { sender, arrow, name in
      row(arrow, name + String(repeating: " ", count: width - name.count), statistics[sender])
    }.joined()
    if withRoundTrips, let role, case let roundTrips = statistics[role].roundTrips, roundTrips.count > 0 {
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

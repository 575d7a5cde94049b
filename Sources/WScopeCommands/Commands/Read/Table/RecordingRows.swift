import WebSocketCapture
import WebSocketWire

/// Puts the connections of a recording into a table.
final class RecordingRows: RecordingSink {
  /// A connection that has not ended.
  private struct Open {
    let builder: TraceBuilder
    var ends = (client: "", server: "")
    var url: String?
    var start: Duration?
  }

  private let table: ConnectionTable
  private let before: Int
  private var open: [Int: Open] = [:]
  private var role: WebSocketRole?

  /// `before` is how many connections the files before have.
  init(_ table: ConnectionTable, before: Int) { (self.table, self.before) = (table, before) }

  func begin(role: WebSocketRole?, start: Duration) { self.role = role }

  func handle(_ event: RecordedEvent, connection: Int, at time: Duration, bytes: RawSpan) {
    guard connection > 0 else { return }
    if open[connection] == nil { table.countOne() }
    var one =
      open[connection] ?? Open(builder: TraceBuilder(connection: connection, payloadLimit: 0, sinks: []))
    defer { open[connection] = one }
    switch event {
    case .connected(let summary):
      one.start = time
      one.ends =
        role == .server
        ? (summary.address, summary.localAddress) : (summary.localAddress, summary.address)
      if !summary.url.isEmpty { one.url = summary.url }
    case .handshake(let report): one.url = one.url ?? ReadTrace.url(report)
    case .event(let event, let sender): one.builder.handle(event, from: sender, at: time, bytes: bytes)
    case .message(let kind, let sender): one.builder.message(kind, from: sender, at: time, bytes: bytes)
    case .ended, .openAtEnd:
      add(connection, one, until: time)
      open[connection] = nil
    case .tls, .resumed, .note, .listening, .failed: break
    }
  }

  private func add(_ connection: Int, _ one: Open, until time: Duration) {
    let (client, server) = (one.builder.statistics.client, one.builder.statistics.server)
    let counts = { (end: ConnectionStatistics.Direction) in
      ConnectionTable.Counts(count: UInt64(end.frames > 0 ? end.frames : end.messages), bytes: end.payload)
    }
    table.add(
      before + connection, one.ends, url: one.url, client: counts(client), server: counts(server),
      duration: one.start.map { time - $0 })
  }
}

import Histogram
import WebSocketInspect
import WebSocketWire

/// Counts what passes on all connections of a run, to be shown at its end.
final class RunStatistics: TraceSink {
  /// Our end; nil where both are others.
  private let role: WebSocketRole?
  private var counts = ConnectionStatistics()
  /// How long the Pongs took that answer our Pings, in microseconds; nil while there was none.
  private var roundTrips: Histogram<UInt64>?
  private var connections = 0
  /// When the first connection opened, and when something happened last.
  private var opened: Duration?
  private var last = Duration.zero
  private var isWritten = false

  /// A longer round trip counts as one of this many microseconds, which is an hour.
  private static let longest: UInt64 = 3_600_000_000

  /// A rate above this, which only a capture can have, counts as this much in a second.
  private static let most = 1e18

  init(role: WebSocketRole?) { self.role = role }

  var takesBatches: Bool { true }

  func receive(_ batch: MessageBatch, from sender: WebSocketRole, at time: Duration) {
    last = max(last, time)
    counts.add(batch, from: sender)
  }

  func receive(_ record: TraceRecord) {
    last = max(last, record.time)
    switch record.event {
    case .connected: connected(at: record.time)
    case .frame(let frame): add(frame, at: record.time)
    default: break
    }
  }

  /// Takes a frame that may have no connection.
  func add(_ frame: FrameRecord, at time: Duration = .zero) {
    // The builder has found the Ping of a Pong already, among those of its own connection.
    if frame.sender != role, let time = frame.roundTrip { add(roundTrip: time) }
    var counted = frame
    counts.add(&counted, at: time)
  }

  /// Notes a connection that has opened.
  func connected(at time: Duration) {
    connections += 1
    opened = opened ?? time
  }

  /// Adds what was counted on a connection, on which nothing has happened after `time`.
  func add(_ statistics: ConnectionStatistics, until time: Duration) {
    counts.add(statistics)
    last = max(last, time)
  }

  /// Takes the time of a Pong that answers one of our Pings, or one of either end where both are others.
  func add(roundTrip time: Duration) {
    let (seconds, attoseconds) = time.components
    let microseconds = UInt64(clamping: seconds).multipliedReportingOverflow(by: 1_000_000)
    let rest = UInt64(clamping: attoseconds) / 1_000_000_000_000
    let value = microseconds.overflow ? Self.longest : min(Self.longest, microseconds.partialValue &+ rest)
    var histogram =
      roundTrips
      ?? Histogram(highestTrackableValue: Self.longest, numberOfSignificantValueDigits: .three)
    roundTrips = nil
    histogram.record(value)
    roundTrips = histogram
  }

  /// Writes the lines to the output, once.
  func write(to output: any ByteOutput, width: Int?) {
    guard !isWritten else { return }
    isWritten = true
    output.append(LineFolder.fold(lines, width: width).map { $0 + "\n" }.joined())
    output.flush()
  }

  /// The same for standard error.
  func write(to console: Console) {
    guard !isWritten else { return }
    isWritten = true
    console.complain(LineFolder.fold(lines, width: console.errorColumns).map { $0 + "\n" }.joined())
  }

  /// Whole lines: the counts of both directions, and what time adds to them, where there is a connection.
  var lines: [String] {
    var lines = StatisticsView.render(counts, role: role, withRoundTrips: false).split(separator: "\n").map(
      String.init)
    if connections > 0 {
      let time = max(.zero, last - (opened ?? .zero))
      lines.insert(
        "statistics of \(Formatting.count(connections, "connection")), \(Formatting.duration(time)) from the first opening",
        at: 0)
      if let rates = rates(over: time) { lines.append(rates) }
    } else {
      lines.insert("statistics", at: 0)
    }
    if let roundTrips { lines.append(Self.words(roundTrips)) }
    return lines
  }

  private func rates(over time: Duration) -> String? {
    let (whole, attoseconds) = time.components
    let seconds = Double(whole) + Double(attoseconds) / 1e18
    guard seconds > 0 else { return nil }
    let parts = StatisticsView.directions(role).map { sender, _, name in
      let messages = Double(counts[sender].messages) / seconds
      let bytes = Double(counts[sender].wire) / seconds
      return
        "\(name) \(Self.number(messages)) messages/s, \(Formatting.bytes(UInt64(min(bytes.rounded(), Self.most))))/s"
    }
    return "  rate: \(parts.joined(separator: "; "))"
  }

  /// A tenth counts below a hundred.
  private static func number(_ value: Double) -> String {
    guard value < 100 else { return "\(UInt64(min(value.rounded(), most)))" }
    let tenths = UInt64((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func words(_ histogram: Histogram<UInt64>) -> String {
    let time = { (microseconds: UInt64) in Formatting.duration(.microseconds(Int64(clamping: microseconds))) }
    let percentiles = [50.0, 90, 99].map { percent in
      "\(Int(percent)) % within \(time(histogram.valueAtPercentile(percent)))"
    }
    let pongs = Formatting.count(Int(clamping: histogram.totalCount), "Pong")
    return
      "  round trip: \(percentiles.joined(separator: ", ")), all within \(time(histogram.max)), of \(pongs)"
  }
}

import WebSocketCapture
import WebSocketInspect
import WebSocketWire

/// The WebSocket connections of a capture or a recording, a row each.
final class ConnectionTable {
  /// What is counted of one end.
  struct Counts {
    /// Frames, or messages where there are no frames.
    let count: UInt64
    let bytes: UInt64
  }

  private var rows: [Int: [String]] = [:]
  /// How many connections there are, in the table or not.
  private(set) var count = 0
  private let showsSecrets: Bool
  private let titles: [String]

  /// The most rows.
  private static let limit = 1000
  /// Columns of numbers, which are at the right.
  private static let numbers: Set = [0, 4, 5, 6, 7, 8]

  /// `unit` is what is counted.
  init(showsSecrets: Bool, unit: String = "frames") {
    self.showsSecrets = showsSecrets
    titles = ["", "client", "server", "request", "→ \(unit)", "bytes", "← \(unit)", "bytes", "time"]
  }

  /// What counts a connection of this number, and puts it into the table at its end.
  func sink(for conversation: Conversation, number: Int) -> any ConversationSink {
    count += 1
    return Counter(self, conversation, number)
  }

  /// Whole lines.
  func text(style: TextStyle, width: Int?) -> String {
    let listed = rows.sorted { $0.key < $1.key }.map(\.value)
    let columns = titles.indices.map { index in
      ([titles] + listed).map { $0[index].count }.max() ?? 0
    }
    let lines = ([titles] + listed).map { cells in
      let padded = cells.enumerated().map { index, cell in
        let blanks = String(repeating: " ", count: columns[index] - cell.count)
        return Self.numbers.contains(index) ? blanks + cell : cell + blanks
      }
      return padded.joined(separator: "  ")
    }
    let more =
      count > listed.count ? ["... and \(Formatting.count(count - listed.count, "connection")) more"] : []
    return (lines + more).map { $0 + "\n" }.joined()
  }

  /// Counts a connection that `add` is called for at its end.
  func countOne() { count += 1 }

  /// Adds the row of a connection. `url` is what was asked for, nil where that is not known; without `duration` it was refused.
  func add(
    _ number: Int, _ ends: (client: String, server: String), url: String?, client: Counts, server: Counts,
    duration: Duration?
  ) {
    guard rows.count < Self.limit else { return }
    rows[number] = [
      "\(number)", Escaper.line(ends.client), Escaper.line(ends.server), request(url), "\(client.count)",
      Formatting.bytes(client.bytes), "\(server.count)", Formatting.bytes(server.bytes),
      duration.map { Formatting.duration($0) } ?? "refused",
    ]
  }

  /// As far as there is room for it.
  private func request(_ url: String?) -> String {
    guard let url else { return "(not in the capture)" }
    let shown = Escaper.line(showsSecrets ? url : SecretFilter.resource(url))
    return shown.count <= 40 ? shown : shown.prefix(37) + "..."
  }

  private final class Counter: ConversationSink {
    private let table: ConnectionTable
    private let conversation: Conversation
    private let number: Int
    private var start: Duration?
    private var isRefused = false

    init(_ table: ConnectionTable, _ conversation: Conversation, _ number: Int) {
      (self.table, self.conversation, self.number) = (table, conversation, number)
    }

    var interests: EventInterests { .batches }

    func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
      switch event {
      case .opened: start = time
      case .handshakeRefused: isRefused = true
      default: break
      }
    }

    func note(_ note: CaptureNote, from sender: WebSocketRole, at time: Duration) {
      if note == .guessed { start = time }
    }

    func ended(_ end: ConversationEnding, at time: Duration) {
      let counts = { [conversation] (sender: WebSocketRole) in
        Counts(count: conversation.counts(sender).frames, bytes: conversation.counts(sender).bytes)
      }
      table.add(
        number, ("\(conversation.endpoint(.client))", "\(conversation.endpoint(.server))"),
        url: conversation.handshake.map { ReadTrace.url($0) }, client: counts(.client),
        server: counts(.server),
        duration: isRefused ? nil : time - (start ?? time))
    }
  }
}

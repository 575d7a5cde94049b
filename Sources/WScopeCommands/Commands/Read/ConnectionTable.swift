import WebSocketCapture
import WebSocketInspect
import WebSocketWire

/// The WebSocket connections of a capture, a row each.
final class ConnectionTable {
  private struct Row {
    let cells: [String]
  }

  private var rows: [Int: Row] = [:]
  /// How many connections there are, in the table or not.
  private(set) var count = 0
  private let showsSecrets: Bool

  /// The most rows.
  private static let limit = 1000
  private static let titles = [
    "", "client", "server", "request", "→ frames", "bytes", "← frames", "bytes", "time",
  ]
  /// Columns of numbers, which are at the right.
  private static let numbers: Set = [0, 4, 5, 6, 7, 8]

  init(showsSecrets: Bool) { self.showsSecrets = showsSecrets }

  /// What counts a connection of this number, and puts it into the table at its end.
  func sink(for conversation: Conversation, number: Int) -> any ConversationSink {
    count += 1
    return Counter(self, conversation, number)
  }

  /// Whole lines.
  func text(style: TextStyle, width: Int?) -> String {
    let listed = rows.sorted { $0.key < $1.key }.map(\.value.cells)
    let columns = Self.titles.indices.map { index in
      ([Self.titles] + listed).map { $0[index].count }.max() ?? 0
    }
    let lines = ([Self.titles] + listed).map { cells in
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

  private func add(_ conversation: Conversation, _ number: Int, _ duration: Duration, isRefused: Bool) {
    guard rows.count < Self.limit else { return }
    let (client, server) = (conversation.counts(.client), conversation.counts(.server))
    rows[number] = Row(cells: [
      "\(number)", "\(conversation.endpoint(.client))", "\(conversation.endpoint(.server))",
      request(conversation.handshake), "\(client.frames)", Formatting.bytes(client.bytes),
      "\(server.frames)", Formatting.bytes(server.bytes),
      isRefused ? "refused" : Formatting.duration(duration),
    ])
  }

  /// What was asked for, as far as there is room for it.
  private func request(_ report: HandshakeReport?) -> String {
    guard let report else { return "(not in the capture)" }
    let url = ReadTrace.url(report)
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
      table.add(conversation, number, time - (start ?? time), isRefused: isRefused)
    }
  }
}

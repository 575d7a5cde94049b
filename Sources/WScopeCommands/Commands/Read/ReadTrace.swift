import WebSocketCapture
import WebSocketWire

/// Shows or writes one connection of a capture, as a live one would be.
final class ReadTrace: ConversationSink {
  private let number: Int
  private let conversation: Conversation
  private let builder: TraceBuilder
  private let view: LiveView?
  private let writer: EventWriter?
  private let recorded: (any RecordedConnection)?
  private let gaps: () -> Void
  private var start = Duration.zero

  /// `number` is that of the connection among all of the run. `others` are what reads its records beside views or JSON Lines, and `gaps` is
  /// told of each gap.
  init(
    _ conversation: Conversation, number: Int, plan: ReadPlan, output: any ByteOutput,
    sinks others: [any TraceSink], startSinceEpoch: Duration, gaps: @escaping () -> Void
  ) {
    self.number = number
    self.conversation = conversation
    self.gaps = gaps
    if let events = plan.events {
      view = nil
      writer = EventWriter(
        EventConfiguration(
          role: nil, frames: events.frames, showsSecrets: events.showsSecrets,
          messageLimit: events.messageLimit,
          start: startSinceEpoch), connection: number
      ) { output.append($0) }
    } else {
      writer = nil
      view =
        plan.showsConnections
        ? LiveView(output: output, options: plan.views, role: nil, startSinceEpoch: startSinceEpoch) : nil
    }
    recorded = plan.recording?.begin(role: nil, start: startSinceEpoch).connection(number)
    let shown: [(any TraceSink)?] = [writer, view, recorded]
    builder = TraceBuilder(
      connection: number, payloadLimit: plan.payloadLimit, sinks: shown.compactMap { $0 } + others)
  }

  var interests: EventInterests { [.frames, .batches] }

  func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
    if case .opened(let report) = event { connected(report, at: time) }
    if case .handshakeRefused(let report) = event, let response = report.response {
      view?.refused(report.request, response, connection: number)
    }
    builder.handle(event, from: sender, at: time, bytes: bytes)
  }

  func note(_ note: CaptureNote, from sender: WebSocketRole, at time: Duration) {
    switch note {
    case .guessed: connected(nil, at: time)
    case .gap: gaps()
    case .resumed, .unresumed: break
    }
    view?.tell(note, from: sender, connection: number)
    writer?.noted(note, from: sender, at: time)
    recorded?.note(note, from: sender, at: time)
  }

  func ended(_ end: ConversationEnding, at time: Duration) {
    switch end {
    case .ended(let end, let isInsideMessage):
      builder.end(
        end, address: "\(conversation.endpoint(.server))", start: start, isInsideMessage: isInsideMessage,
        at: time)
    case .open:
      builder.cutFrames(at: time)
      view?.captureEnded(builder.statistics, connection: number, at: time)
      writer?.captureEnded(builder.statistics, at: time)
      recorded?.openAtEnd(builder.statistics, at: time)
    }
  }

  private func connected(_ report: HandshakeReport?, at time: Duration) {
    start = time
    builder.connected(
      ConnectionSummary(
        url: report.map(Self.url) ?? "", address: "\(conversation.endpoint(.server))",
        localAddress: "\(conversation.endpoint(.client))", phases: [], subprotocol: report?.subprotocol,
        isSubprotocolSecret: report.map { report in
          report.subprotocol.map(report.secretSubprotocols.contains) ?? false
        } ?? false, deflate: report?.deflate), at: time)
  }

  /// What the client has asked for.
  static func url(_ report: HandshakeReport) -> String {
    let target = report.request.startLineParts.dropFirst().first ?? ""
    guard target.hasPrefix("/") else { return target }
    return "ws://\(report.request.fields("Host").first?.value ?? "")\(target)"
  }
}

import WebSocketCapture
import WebSocketWire

/// Shows or writes one connection of a capture, as a live one would be.
final class ReadTrace: ConversationSink {
  /// What is known of the two ends.
  struct Ends {
    /// Their addresses, with their ports.
    let client: String
    let server: String
    /// Whether the server is spoken to by TLS.
    var isSecure = false
  }

  private let number: Int
  private let ends: () -> Ends
  private let sinks: RecordingTrace.Sinks
  private let gaps: () -> Void
  private var start = Duration.zero

  /// `number` is that of the connection among all of the run; `ends` is asked when it opens and when it ends. `gaps` is told of each gap.
  init(
    _ number: Int, _ sinks: RecordingTrace.Sinks, gaps: @escaping () -> Void = {}, ends: @escaping () -> Ends
  ) {
    (self.number, self.sinks, self.gaps, self.ends) = (number, sinks, gaps, ends)
  }

  /// `others` are what reads the records beside views or JSON Lines.
  convenience init(
    _ conversation: Conversation, number: Int, plan: ReadPlan, output: any ByteOutput,
    sinks others: [any TraceSink], startSinceEpoch: Duration, gaps: @escaping () -> Void
  ) {
    var view: LiveView?
    var writer: EventWriter?
    if let events = plan.events {
      writer = EventWriter(
        EventConfiguration(
          role: nil, frames: events.frames, showsSecrets: events.showsSecrets,
          messageLimit: events.messageLimit,
          start: startSinceEpoch), connection: number
      ) { output.append($0) }
    } else if plan.showsConnections {
      view = LiveView(output: output, options: plan.views, role: nil, startSinceEpoch: startSinceEpoch)
    }
    let recorded = plan.recording?.begin(role: nil, start: startSinceEpoch).connection(number)
    let shown: [(any TraceSink)?] = [writer, view, recorded]
    let builder = TraceBuilder(
      connection: number, payloadLimit: plan.payloadLimit, sinks: shown.compactMap { $0 } + others)
    self.init(
      number,
      RecordingTrace.Sinks(builder: builder, view: view, writer: writer, recorded: recorded, role: nil),
      gaps: gaps
    ) {
      Ends(client: "\(conversation.endpoint(.client))", server: "\(conversation.endpoint(.server))")
    }
  }

  var interests: EventInterests { [.frames, .batches] }

  func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
    if case .opened(let report) = event { connected(report, at: time) }
    if case .handshakeRefused(let report) = event, let response = report.response {
      sinks.view?.refused(report.request, response, connection: number)
    }
    sinks.builder.handle(event, from: sender, at: time, bytes: bytes)
  }

  func note(_ note: CaptureNote, from sender: WebSocketRole, at time: Duration) {
    switch note {
    case .guessed: connected(nil, at: time)
    case .gap: gaps()
    case .resumed, .unresumed: break
    }
    sinks.view?.tell(note, from: sender, connection: number)
    sinks.writer?.noted(note, from: sender, at: time)
    sinks.recorded?.note(note, from: sender, at: time)
  }

  func ended(_ end: ConversationEnding, at time: Duration) {
    switch end {
    case .ended(let end, let isInsideMessage):
      sinks.builder.end(
        end, address: ends().server, start: start, isInsideMessage: isInsideMessage, at: time)
    case .open:
      let builder = sinks.builder
      builder.cutFrames(at: time)
      sinks.view?.captureEnded(builder.statistics, connection: number, at: time)
      sinks.writer?.captureEnded(builder.statistics, at: time)
      sinks.recorded?.openAtEnd(builder.statistics, at: time)
    }
  }

  private func connected(_ report: HandshakeReport?, at time: Duration) {
    start = time
    let ends = ends()
    sinks.builder.connected(
      ConnectionSummary(
        url: report.map { Self.url($0, isSecure: ends.isSecure) } ?? "", address: ends.server,
        localAddress: ends.client, phases: [], subprotocol: report?.subprotocol,
        isSubprotocolSecret: report.map { report in
          report.subprotocol.map(report.secretSubprotocols.contains) ?? false
        } ?? false, deflate: report?.deflate), at: time)
  }

  /// What the client has asked for.
  static func url(_ report: HandshakeReport, isSecure: Bool = false) -> String {
    let target = report.request.startLineParts.dropFirst().first ?? ""
    guard target.hasPrefix("/") else { return target }
    return "\(isSecure ? "wss" : "ws")://\(report.request.fields("Host").first?.value ?? "")\(target)"
  }
}

import WebSocketCapture
import WebSocketWire

/// One connection of a recording: what was recorded becomes the records that its run had.
final class RecordingTrace {
  /// What reads it.
  struct Sinks {
    let builder: TraceBuilder
    let view: LiveView?
    let writer: EventWriter?
    let recorded: (any RecordedConnection)?
    /// The end that was recorded.
    let role: WebSocketRole?
  }

  private enum Interest {
    /// It is not known yet whether it was asked for, and these came before.
    case open([(RecordedEvent, Duration)])
    case shown(Sinks)
    case hidden
  }

  private let number: Int
  private let choice: ConnectionChoice?
  private let makeSinks: () -> Sinks
  private var interest = Interest.open([])
  private var hasOpened = false
  /// Whether messages have come without their frames.
  private var hasMessages = false
  private(set) var isOver = false

  /// `sinks` is called once, if it is asked for.
  init(_ number: Int, _ choice: ConnectionChoice?, sinks: @escaping () -> Sinks) {
    (self.number, self.choice) = (number, choice)
    makeSinks = sinks
  }

  func handle(_ event: RecordedEvent, at time: Duration, bytes: RawSpan) {
    if case .open(let earlier) = interest {
      guard let isChosen = isChosen(by: event) else {
        interest = .open(earlier + [(event, time)])
        return
      }
      interest = isChosen ? .shown(makeSinks()) : .hidden
      for (event, time) in earlier { handle(event, at: time, bytes: RawSpan()) }
    }
    switch event {
    case .ended, .openAtEnd: isOver = true
    default: break
    }
    if case .shown(let sinks) = interest { show(event, at: time, bytes: bytes, in: sinks) }
  }

  /// Whether the connection was asked for; nil where that is not known before the next event.
  private func isChosen(by event: RecordedEvent) -> Bool? {
    switch (choice, event) {
    case (nil, _): true
    case (.number(let wanted), _): wanted == number
    case (.place(let place), .connected(let summary)):
      [summary.address, summary.localAddress].contains(place)
        || summary.url.lowercased().split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).first
          .map(
            String.init) == place
    case (.place(let place), .handshake(let report)):
      report.request.fields("Host").first?.value.lowercased() == place
    case (.place, .tls): nil
    case (.place, _): false
    }
  }

  private func show(_ event: RecordedEvent, at time: Duration, bytes: RawSpan, in sinks: Sinks) {
    let builder = sinks.builder
    switch event {
    case .connected(let summary):
      hasOpened = true
      builder.connected(summary, at: time)
    case .tls(let report): builder.tls(report, at: time)
    case .handshake(let report):
      if !hasOpened, sinks.role == nil, let response = report.response {
        sinks.view?.refused(report.request, response, connection: number)
      }
      builder.handle(
        hasOpened ? .opened(report) : .handshakeRefused(report), from: sinks.role?.peer ?? .server, at: time,
        bytes: RawSpan())
    case .event(let event, let sender): builder.handle(event, from: sender, at: time, bytes: bytes)
    case .message(let kind, let sender):
      if !hasMessages {
        hasMessages = true
        sinks.view?.tell(
          "  only the messages are recorded, and not their frames: no header or key is known, and no Ping")
      }
      builder.message(kind, from: sender, at: time, bytes: bytes)
    case .resumed(let sender, let frame, let isInsideText):
      builder.resume(sender, after: frame, isInsideText: isInsideText)
    case .ended(let ending, let address, let start, let isInsideMessage):
      builder.end(
        ending, address: address, start: start, isInsideMessage: isInsideMessage, at: time,
        reportsHandshake: false)
    case .openAtEnd:
      builder.cutFrames(at: time)
      sinks.view?.captureEnded(
        builder.statistics, connection: number, at: time, isKnown: !hasMessages)
      sinks.writer?.captureEnded(builder.statistics, at: time)
      sinks.recorded?.openAtEnd(builder.statistics, at: time)
    case .note(let note, let sender):
      sinks.view?.tell(note, from: sender, connection: number)
      sinks.writer?.noted(note, from: sender, at: time)
      sinks.recorded?.note(note, from: sender, at: time)
    case .listening, .failed: break
    }
  }
}

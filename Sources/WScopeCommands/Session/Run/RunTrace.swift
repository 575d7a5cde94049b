import WebSocketCapture
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// What is written of a client's run beside its payload: views or JSON Lines of each connection, and a report of the whole.
final class RunTrace {
  private let plan: OutputPlan
  /// What was asked for, without user and password.
  private let url: String
  private let outputs: RunOutputs
  private let clock: RunClock
  /// Writes the payload, on whose lines no view may begin.
  private let printer: PayloadPrinter?
  private let report: RunReportCollector?
  private let statistics: RunStatistics?
  /// What else reads each connection.
  private let others: [any TraceSink]
  private var trace: SessionTrace?
  /// The number of the connection.
  private var connection = 0
  private var events: EventWriter?

  init(
    _ plan: OutputPlan, url: String, outputs: RunOutputs, printer: PayloadPrinter?, clock: RunClock,
    others: [any TraceSink] = []
  ) {
    self.others = others
    self.plan = plan
    self.url = url
    self.outputs = outputs
    self.printer = printer
    self.clock = clock
    outputs.record(as: .client, clock: clock)
    statistics = plan.views.stats ? RunStatistics(role: .client) : nil
    report = plan.writeOut.map { _ in RunReportCollector(url: url, showsSecrets: plan.views.showsSecrets) }
  }

  /// Whether it reads each frame.
  var readsFrames: Bool { trace != nil }

  /// Whether what it writes of a frame belongs beside the frame's payload.
  var writesFrames: Bool { trace != nil && (plan.events != nil || plan.views.isAnything) }

  /// Begins with the connection of this number.
  func begin(_ number: Int, at time: Duration) {
    let sinks = self.sinks(number)
    trace =
      sinks.isEmpty
      ? nil
      : SessionTrace(
        connection: number, url: url, peer: .server, sinks: sinks, payloadLimit: payloadLimit)
    report?.begin(at: time)
  }

  /// A recording alone takes no payload of records.
  private var payloadLimit: Int {
    guard plan.events == nil, plan.views.isAnything || statistics != nil || report != nil else {
      return plan.events?.messageLimit ?? 0
    }
    return SessionTrace.payloadLimit
  }

  private func sinks(_ number: Int) -> [any TraceSink] {
    var sinks = others + (report.map { [$0] } ?? [])
    if let statistics { sinks.append(statistics) }
    if let recorder = outputs.recording?.recorder { sinks.append(recorder.connection(number)) }
    connection = number
    if let plan = plan.events {
      let writer = plan.writer(of: number, role: .client, clock: clock, to: outputs.events)
      events = writer
      sinks.append(writer)
    } else if plan.views.isAnything {
      let lines: any ByteOutput =
        if outputs.areShared, let printer { InterleavedOutput(outputs.views, printer) } else { outputs.views }
      sinks.append(LiveView(output: lines, options: plan.views, role: .client, clock: clock))
    }
    return sinks
  }

  func handle(
    _ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan,
    in session: WebSocketSession
  ) { trace?.handle(event, from: sender, at: time, bytes: bytes, in: session) }

  /// A connection could not be made.
  func failed(_ error: ConnectError, at time: Duration) {
    trace?.failed(error, at: time)
    report?.failed(error)
    guard plan.views.handshake else { return }
    let lines = LineFolder.fold(ConnectSteps.lines(error, at: time), width: plan.views.width)
    outputs.views.append(lines.map { $0 + "\n" }.joined())
  }

  /// The server asked for another request, which goes to this URL.
  func moved(_ error: ConnectError, to url: WebSocketURL, saying sentence: String, at time: Duration) {
    failed(error, at: time)
    report?.move(to: "\(url)", at: time)
    trace?.move(to: "\(url)")
    if plan.views.tellsStory { outputs.views.append(sentence + "\n") }
  }

  /// The run goes on with another connection after `wait`.
  func retries(after failure: Failure, wait: Duration, at time: Duration) {
    events?.failed(failure, retry: wait, at: time)
    outputs.recording?.recorder?.failed(failure, retry: wait, connection: connection, at: time)
  }

  /// The run is over, with this failure if it failed.
  func ended(_ failure: Failure?, at time: Duration) {
    events?.failed(failure, at: time)
    outputs.recording?.recorder?.failed(failure, connection: connection, at: time)
    statistics?.write(to: outputs.notes, width: plan.views.width)
    guard let format = plan.writeOut, let report else { return }
    for (stream, text) in format.render(report.finished(failure, at: clock.now)) {
      (stream == .output ? outputs.standard : outputs.notes).append(text)
    }
    outputs.notes.flush()
  }
}

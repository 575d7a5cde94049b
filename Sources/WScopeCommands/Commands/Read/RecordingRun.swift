import WebSocketCapture
import WebSocketInspect
import WebSocketWire

/// Reads a recording, and shows its connections as the run did that it was made of.
final class RecordingRun: RecordingSink {
  private let plan: ReadPlan
  private let output: ConsoleOutput
  /// What reads the records beside views or JSON Lines.
  private let others: [any TraceSink]
  private let before: Int
  private var traces: [Int: RecordingTrace] = [:]
  private var role: WebSocketRole?
  private var start = Duration.zero
  private var hasContent = false
  /// Whether a message came without its frames that is to be recorded with them.
  private var lacksFrames = false
  /// What it is converted by.
  private var recorder: (any Recorder)?
  /// How many connections there are, and how many of them were asked for.
  private(set) var connections = 0
  private(set) var shown = 0

  /// `before` is how many connections the files before have.
  init(_ plan: ReadPlan, output: ConsoleOutput, sinks: [any TraceSink], before: Int) {
    self.plan = plan
    self.output = output
    others = sinks
    self.before = before
  }

  /// Reads a file to its end. Fails where it is not a recording, or damaged, after all before that is shown, and where a signal ended the
  /// reading. `idle` is called when there are no more bytes for now.
  func read(
    _ file: CaptureSource, _ format: RecordingFormat, whenIdle idle: () throws(Failure) -> Void
  ) throws(Failure) {
    var reader = format.reader(into: self)
    if format == .har, plan.views.frames.show == .spec {
      throw Failure(
        .usage, "a HAR file has messages and no frames, so --show spec cannot be combined with it")
    }
    if format == .har, let recording = plan.recording, recording.needsFrames {
      throw Failure(
        .usage, "a HAR file has messages and no frames, so it can be recorded as .har and .jsonl alone")
    }
    var fault: CaptureFault?
    var signal: Int32?
    do throws(Failure) {
      signal = try file.blocks(whenIdle: idle) { block throws(Failure) in
        do throws(CaptureFault) { try reader.receive(block.span.bytes) } catch {
          fault = error
          throw Failure(.badData, error.sentence)
        }
        if lacksFrames {
          throw Failure(
            .badData,
            "\(file.name) has messages and no frames, so it can be recorded as .har and .jsonl alone")
        }
        if let failure = output.failure ?? plan.failure { throw failure }
      }
      do throws(CaptureFault) { try reader.end() } catch { fault = error }
    } catch {
      if fault == nil { throw error }
    }
    let name = file.name == "-" ? "standard input" : file.name
    if reader.isCut, signal == nil, plan.events == nil, plan.views.tellsStory, !plan.isQuiet {
      output.append("\(name) ends inside an event, as the recording of a program that was killed does\n")
    }
    output.flush()
    if let failure = output.failure { throw failure }
    if let signal { throw Failure(status: ExitStatus.signal(signal), "ended by signal \(signal)") }
    if let fault { throw Failure(.badData, "\(name): \(fault.sentence)") }
    guard hasContent else { throw Failure(.badData, "\(name) has no connection") }
  }

  func begin(role: WebSocketRole?, start: Duration) {
    (self.role, self.start) = (role, start)
    recorder = plan.recording?.begin(role: role, start: start)
  }

  func handle(_ event: RecordedEvent, connection: Int, at time: Duration, bytes: RawSpan) {
    hasContent = true
    switch event {
    case .message: lacksFrames = lacksFrames || plan.recording?.needsFrames == true
    case .listening(let url):
      guard plan.choice == nil else { return }
      writer(0)?.listening(at: url, time: time)
      recorder?.listening(at: url, time: time)
      return
    case .failed(let failure, let retry):
      guard plan.choice == nil else { return }
      writer(connection)?.failed(failure, retry: retry, at: time)
      recorder?.failed(failure, retry: retry, connection: connection, at: time)
      return
    default: break
    }
    let number = before + connection
    if case .note(.gap, _) = event { plan.tap?.missed(of: number) }
    let trace = traces[connection] ?? begin(connection, number)
    trace.handle(event, at: time, bytes: bytes)
    if trace.isOver { traces[connection] = nil }
  }

  private func begin(_ connection: Int, _ number: Int) -> RecordingTrace {
    connections = max(connections, connection)
    let trace = RecordingTrace(number, plan.choice) { [self] in
      shown += 1
      return sinks(number)
    }
    traces[connection] = trace
    return trace
  }

  /// What shows a connection, and reads its trace.
  private func sinks(_ number: Int) -> RecordingTrace.Sinks {
    let writer = writer(number)
    let view =
      plan.events == nil && plan.showsConnections
      ? LiveView(output: output, options: plan.views, role: role, startSinceEpoch: start) : nil
    let recorded = recorder?.connection(number)
    let shown: [(any TraceSink)?] = [writer, view, recorded, plan.tap?.sink(of: number)]
    return RecordingTrace.Sinks(
      builder: TraceBuilder(
        connection: number, payloadLimit: writer == nil ? plan.payloadLimit : messageLimit,
        sinks: shown.compactMap { $0 } + others), view: view, writer: writer, recorded: recorded, role: role)
  }

  /// As much as the run had that was recorded.
  private var messageLimit: Int { role == .server ? EventPlan.listenLimit : EventPlan.clientLimit }

  private func writer(_ connection: Int) -> EventWriter? {
    guard let events = plan.events else { return nil }
    return EventWriter(
      EventConfiguration(
        role: role, frames: events.frames, showsSecrets: events.showsSecrets, messageLimit: messageLimit,
        start: start), connection: connection
    ) { [output] in output.append($0) }
  }
}

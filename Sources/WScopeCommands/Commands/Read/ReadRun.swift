import SystemCalls
import WebSocketCapture
import WebSocketInspect
import WebSocketWire

/// Reads captures one after the other, and shows their WebSocket connections.
final class ReadRun {
  private let plan: ReadPlan
  private let console: Console
  private let output: ConsoleOutput
  private let violations = ViolationList()
  private let statistics: RunStatistics?
  /// How many connections the files before have.
  private var before = 0
  private var shown = 0
  /// The signal that ended the reading.
  private var interruption: Failure?

  init(_ plan: ReadPlan, _ console: Console) {
    self.plan = plan
    self.console = console
    output = ConsoleOutput(console)
    statistics = plan.views.stats ? RunStatistics(role: nil) : nil
  }

  /// Reads captures one after the other. Fails with the first that fails, or with the rules that were broken if that is asked for.
  func read(_ files: [CaptureSource]) throws(Failure) {
    do throws(Failure) {
      for file in files { try read(file) }
      try end()
    } catch {
      try failed(error)
    }
  }

  /// Reads a capture to its end. Fails where it cannot be read, is not a capture or is damaged, after all before that is shown, and where a
  /// signal ended the reading.
  private func read(_ source: CaptureSource) throws(Failure) {
    let (file, format) = try RecordingFormat.recognize(source)
    if let format { return try read(file, format) }
    let table = ConnectionTable(showsSecrets: plan.views.showsSecrets)
    var views = plan.views
    if wantsTableFirst(file) {
      let reader = ConversationReader(limits: plan.limits) { [before] conversation in
        table.sink(for: conversation, number: before + conversation.number)
      }
      // What is wrong with the file is said by the reading that shows it.
      _ = try pass(file, through: reader)
      if table.count > 1 {
        output.append(table.text(style: views.style, width: views.width) + "\n")
        views.namesConnections = true
      }
    } else {
      views.namesConnections = plan.choice == nil
    }
    try show(file, views, table)
  }

  /// Reads what was recorded, which needs no connection to be found.
  private func read(_ file: CaptureSource, _ format: RecordingFormat) throws(Failure) {
    let run = RecordingRun(
      plan, output: output, sinks: [violations] + (statistics.map { [$0] } ?? []), before: before)
    defer {
      before += run.connections
      shown += run.shown
    }
    if plan.recording == nil, statistics == nil, wantsTable(file) { try list(file, format) }
    try run.read(file, format, whenIdle: flush)
  }

  /// Begins with a table of the connections: of many, and of any where they are not shown.
  private func list(_ file: CaptureSource, _ format: RecordingFormat) throws(Failure) {
    let table = ConnectionTable(
      showsSecrets: plan.views.showsSecrets, unit: format == .har ? "messages" : "frames")
    var reader = format.reader(into: RecordingRows(table, before: before))
    var isWell = true
    let noRest: () throws(Failure) -> Void = {}
    _ = try file.blocks(whenIdle: noRest) { block throws(Failure) in
      // What is wrong with the file is said by the reading that shows it.
      do throws(CaptureFault) { if isWell { try reader.receive(block.span.bytes) } } catch { isWell = false }
    }
    try? reader.end()
    guard table.count > (plan.showsConnections ? Self.manyConnections : 0) else { return }
    output.append(
      table.text(style: plan.views.style, width: plan.views.width) + (plan.showsConnections ? "\n" : ""))
  }

  /// How many connections of a recording can be looked through without a table.
  private static let manyConnections = 10

  /// Fails with the rules that were broken, if that is asked for.
  private func end() throws(Failure) {
    try output.finish()
    try plan.recording?.end()
    statistics?.write(to: console)
    if let choice = plan.choice, shown == 0 { throw missing(choice) }
    guard plan.isStrict, violations.count > 0 else { return }
    throw Failure(
      .protocolBroken,
      "the connections break rules of the protocol: \(Formatting.count(violations.count, "violation"))",
      details: violations.lines
        + (violations.count > violations.lines.count
          ? ["... and \(violations.count - violations.lines.count) more"] : []))
  }

  /// Says as an event what went wrong, and throws it.
  private func failed(_ failure: Failure) throws(Failure) {
    // What came before is recorded too; that its file cannot be written is not what went wrong first.
    try? plan.recording?.end()
    if before > 0 { statistics?.write(to: console) }
    if plan.events != nil, failure.status != ExitStatus.writeFailed.rawValue {
      let writer = EventWriter(
        EventConfiguration(role: nil, messageLimit: EventPlan.clientLimit, start: nil), connection: 0
      ) { [output] in output.append($0) }
      writer.failed(failure, at: .zero)
      output.flush()
    }
    throw failure
  }

  /// Whether the file is read twice, so that a table comes before the frames.
  private func wantsTableFirst(_ file: CaptureSource) -> Bool {
    plan.showsConnections && wantsTable(file)
  }

  private func wantsTable(_ file: CaptureSource) -> Bool {
    plan.events == nil && plan.choice == nil && !plan.isQuiet && plan.views.frames.show != .spec
      && file.isRepeatable
  }

  private func show(_ file: CaptureSource, _ views: ViewConfiguration, _ table: ConnectionTable)
    throws(Failure)
  {
    var plan = plan
    plan.views = views
    let isCounted =
      table.count == 0 && plan.events == nil && plan.choice == nil && !plan.isQuiet
      && plan.views.frames.show != .spec
    var gaps = 0
    let violationsBefore = violations.count
    weak var weakReader: ConversationReader?
    let reader = ConversationReader(limits: plan.limits) { [self] conversation in
      let number = before + conversation.number
      guard isChosen(conversation, number) else { return nil }
      shown += 1
      var sinks: [any ConversationSink] = []
      if plan.tracesConnections {
        sinks.append(
          ReadTrace(
            conversation, number: number, plan: plan, output: output,
            sinks: [violations] + (statistics.map { [$0] } ?? [])
              + (plan.tap.map { [$0.sink(of: number)] } ?? []),
            startSinceEpoch: weakReader?.startSinceEpoch ?? .zero
          ) {
            gaps += 1
            plan.tap?.missed(of: number)
          })
      } else if let statistics {
        sinks.append(ReadCounter(statistics, violations) { gaps += 1 })
      }
      if isCounted { sinks.append(table.sink(for: conversation, number: number)) }
      return sinks.count == 1 ? sinks[0] : ConversationSinks(sinks)
    }
    weakReader = reader
    let fault = try pass(file, through: reader)
    before += reader.conversations
    let summary = CaptureSummary(
      file: file.name, reader: reader, gaps: gaps, violations: violations.count - violationsBefore)
    let isShown = reader.conversations > 0 && (plan.choice == nil || shown > 0)
    if plan.events == nil, plan.views.frames.show != .spec, isShown, !plan.isQuiet {
      if isCounted, table.count > 1 || table.count == 1 && !plan.showsConnections {
        output.append(
          (plan.showsConnections ? "\n" : "") + table.text(style: views.style, width: views.width))
      }
      output.append(LineFolder.fold(summary.lines, width: views.width).map { $0 + "\n" }.joined())
    }
    output.flush()
    if let failure = output.failure { throw failure }
    if let fault { throw summary.failure(fault) }
    if let interruption { throw interruption }
    if reader.conversations == 0 { throw summary.nothingFound }
  }

  /// Has the reader take a whole file; gives the fault that ended it.
  private func pass(_ file: CaptureSource, through reader: ConversationReader) throws(Failure)
    -> CaptureFault?
  {
    var fault: CaptureFault?
    do throws(Failure) {
      let signal = try file.blocks(whenIdle: flush) { block throws(Failure) in
        do throws(CaptureFault) {
          try reader.receive(block.span.bytes)
        } catch {
          fault = error
          throw Failure(.badData, error.sentence)
        }
        if let failure = output.failure ?? plan.failure { throw failure }
      }
      if let signal {
        interruption = Failure(status: ExitStatus.signal(signal), "ended by signal \(signal)")
        reader.finish()
        return nil
      }
    } catch {
      if fault == nil { throw error }
    }
    if fault == nil {
      do throws(CaptureFault) { try reader.end() } catch { fault = error }
    }
    if fault != nil { reader.finish() }
    return fault
  }

  /// Has what is shown written now, while nothing more is there to be read. Fails where its reader has gone.
  private func flush() throws(Failure) {
    plan.recording?.recorder?.flush()
    output.flush()
    if let failure = output.failure { throw failure }
    if Descriptor.hasLostReader(console.output) {
      throw Failure(.done, "the reader of standard output has gone")
    }
  }

  private func isChosen(_ conversation: Conversation, _ number: Int) -> Bool {
    switch plan.choice {
    case nil: true
    case .number(let wanted): wanted == number
    case .place(let place):
      WebSocketRole.allCases.contains { "\(conversation.endpoint($0))" == place }
        || conversation.handshake?.request.fields("Host").first?.value.lowercased() == place
    }
  }

  private func missing(_ choice: ConnectionChoice) -> Failure {
    let count = Formatting.count(before, "WebSocket connection")
    return switch choice {
    case .number(let number):
      Failure(.badData, "there is no connection \(number): \(count) \(before == 1 ? "was" : "were") found")
    case .place(let place):
      Failure(
        .badData,
        "no connection has an end at \(Escaper.line(place)): \(count) \(before == 1 ? "was" : "were") found",
        hint: "the table of wscope read --show off lists their ends")
    }
  }
}

/// More than one reader of a connection.
private final class ConversationSinks: ConversationSink {
  private let sinks: [any ConversationSink]
  /// Those that read frames.
  private let frameSinks: [any ConversationSink]
  let interests: EventInterests

  init(_ sinks: [any ConversationSink]) {
    self.sinks = sinks
    frameSinks = sinks.filter { $0.interests.contains(.frames) }
    interests = sinks.reduce(.batches) { $0.union($1.interests) }
  }

  func handle(_ event: WebSocketEvent, from sender: WebSocketRole, at time: Duration, bytes: RawSpan) {
    switch event {
    case .opened, .handshakeRefused, .ended:
      for sink in sinks { sink.handle(event, from: sender, at: time, bytes: bytes) }
    default: for sink in frameSinks { sink.handle(event, from: sender, at: time, bytes: bytes) }
    }
  }

  func note(_ note: CaptureNote, from sender: WebSocketRole, at time: Duration) {
    for sink in sinks { sink.note(note, from: sender, at: time) }
  }

  func ended(_ end: ConversationEnding, at time: Duration) { for sink in sinks { sink.ended(end, at: time) } }
}

import LineEditor
import NIOCore
import Synchronization
import SystemCalls
import WebSocketCapture
import WebSocketConversation
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// The line editor and the event loop together: lines become commands, and what happens becomes lines above the prompt.
final class Prompt {
  private(set) var settings: PromptSettings
  private let loop: any EventLoop
  private let editor: LineEditor
  private let outputs: PromptOutputs
  private let clients: ClientNumbers
  private let signals: PromptSignals
  private let clock: RunClock
  private let recording: PromptRecording
  /// The frames of all connections.
  let history = FrameHistory()
  private var typed = TypedAhead()
  /// Whether what is sent now is in the line that was typed, above the views.
  private(set) var isTyping = false
  unowned let side: any PromptTarget

  /// `signals` hears of the editor as soon as it has the terminal.
  init(
    _ settings: PromptSettings, for side: any PromptTarget, clock: RunClock, loop: any EventLoop,
    signals: PromptSignals
  ) {
    self.settings = settings
    self.clock = clock
    self.side = side
    self.loop = loop
    let box = NIOLoopBoundBox<Prompt?>(nil, eventLoop: loop)
    let clients = ClientNumbers()
    self.clients = clients
    let role = settings.role
    editor = LineEditor(
      .init(
        prompt: Self.text(role == .client ? "connecting" : Formatting.count(0, "client"), settings),
        output: settings.terminal,
        historyPath: settings.historyPath(settings.historyName), commandMark: UInt8(ascii: "/"),
        lineLimit: settings.limit,
        remember: HistoryPath.remember,
        complete: { PromptCompleter(role: role, clients: clients.all).complete($0) })
    ) { event in loop.execute { box.value?.take(event) } }
    outputs = PromptOutputs(settings, editor, loop: loop)
    recording = PromptRecording(role: role, clock: clock, loop: loop)
    self.signals = signals
    box.value = self
    listen()
  }

  private func listen() {
    outputs.onRoom = { [unowned self] in side.pace() }
    outputs.onLoss = { [unowned self] failure in
      if let failure { complain(failure) } else { side.leave() }
    }
    recording.onRoom = { [unowned self] in side.pace() }
    recording.onLoss = { [unowned self] failure in
      outputs.keep(failure)
      complain(failure)
    }
    recording.onChange = { [unowned self] recorder in
      for one in side.allConnections { one.record(recorder) }
    }
  }

  /// The most bytes of a message that is held.
  var limit: Int { settings.limit }

  // MARK: The terminal

  /// Takes the terminal.
  func start() {
    signals.use(editor)
    editor.start()
  }

  /// Gives the terminal back, and calls when standard output is written too.
  func stop(_ body: @escaping () -> Void) {
    let unsent = typed.messages
    if unsent > 0 { tell("not sent: \(Formatting.count(unsent, "message")) that waited for the connection") }
    flush()
    ExternalEditor.end()
    editor.stop()
    outputs.whenDrained { [recording] in recording.end(body) }
  }

  /// The text in front of the line: `>` after a word that is not there while all is well.
  func show(state: String) { editor.setPrompt(Self.text(state, settings)) }

  private static func text(_ state: String, _ settings: PromptSettings) -> String {
    settings.style.paint("\(state)> ", .name)
  }

  func use(history name: String) { editor.useHistory(at: settings.historyPath(name)) }

  func offer(clients numbers: [Int]) { clients.all = numbers }

  /// Shows whole lines as they are.
  func say(_ text: String) {
    outputs.say(text)
    flush()
  }

  /// Shows sentences, which a narrow terminal does not break inside a word.
  func tell(_ sentences: String...) { say(fold(sentences)) }

  /// Shows lines, which a narrow terminal does not break inside a word either.
  func tell(lines text: String) { say(fold(text.split(separator: "\n").map(String.init))) }

  private func fold(_ lines: [String]) -> String {
    LineFolder.fold(lines, width: columns).map { $0 + "\n" }.joined()
  }

  /// A sentence about something that did not work, and what to try.
  func complain(_ error: any Error) {
    let failure = Failure(error)
    let sentence = settings.style.paint(failure.sentence, .warning)
    let more = ((failure.hint.map { [$0] } ?? []) + failure.details).map { "  " + $0 }
    say(fold([sentence] + more))
  }

  func flush() {
    outputs.flush()
    recording.flush()
  }

  /// Makes the view of a connection.
  func view() -> LiveView {
    LiveView(output: outputs.viewOutput, options: settings.views, role: settings.role, clock: clock)
  }

  /// Makes the printer of a connection's messages.
  func printer() -> PayloadPrinter {
    PayloadPrinter(
      output: outputs.messageOutput, framing: .line,
      escapes: outputs.showsMessages && !settings.views.payload.unescaped,
      indents: outputs.showsMessages,
      columns: { [terminal = settings.terminal] in Descriptor.columns(terminal) },
      part: outputs.showsMessages ? ShownPart(extent: settings.extent, hint: PromptSettings.hint) : nil)
  }

  /// Prints a whole message of a client: to standard output as it is, to the screen with its sender.
  func show(_ kind: MessageKind, _ message: [UInt8], of client: Int) {
    let printer = printer()
    if outputs.showsMessages { printer.print(label: "client \(client): ") }
    printer.print(.messageBytes(kind), message.span.bytes)
    printer.print(.messageEnd(kind, length: UInt64(message.count)), RawSpan())
  }

  /// Why something was not written whole.
  var outputFailure: Failure? { outputs.failure }

  /// Whether messages are printed by themselves and not in a frame.
  var printsMessages: Bool {
    !outputs.showsMessages || !outputs.showsViews || settings.views.frames.show == .off
  }

  // MARK: Recording

  /// What the connections are recorded by; nil while nothing is recorded.
  var recorder: (any Recorder)? { recording.recorder }

  /// Records all that happens from now on in a file that was just made.
  func record(_ plan: RecordingPlan, _ descriptor: Int32) { recording.begin(plan, descriptor) }

  private func record(_ path: String?) throws(Failure) {
    guard let path else {
      guard let path = recording.path else { throw Failure(.usage, "nothing is recorded") }
      recording.stop()
      return tell("no longer recorded in \(Escaper.line(path))")
    }
    let plan = try RecordingPlan(HistoryPath.expanded(path), showsSecrets: settings.views.showsSecrets)
    record(plan, try plan.create())
    tell("recorded in \(Escaper.line(plan.path)) from now on; /record off ends it")
  }

  // MARK: Keeping pace

  /// Whether the output is slow, which is to stop the peers.
  var isFull: Bool { outputs.isFull || recording.isFull }

  /// Notes that the peers are stopped, so that `PromptTarget.pace` is called when there is room again.
  func notePause() {
    outputs.notePause()
    recording.notePause()
  }

  /// Shows no more than there is room for from now on, because the user leaves: nothing waits for the terminal.
  func dropBacklog() { editor.dropBacklog() }

  // MARK: Lines

  private func take(_ event: LineEditor.Event) {
    switch event {
    case .line, .endOfInput: typed.append(event)
    case .interrupted: side.interrupt()
    case .room: outputs.hasRoom()
    case .lineFull(let limit):
      tell("not taken: a line holds \(Formatting.bytes(UInt64(limit))) at most; /file sends more")
    case .historyUnused(let path, let trouble):
      say(settings.style.paint(HistoryPath.words(trouble, path), .warning) + "\n")
    }
    takeTyped()
    flush()
  }

  /// Runs what was typed, except what waits for a connection that is on its way.
  func takeTyped() {
    var index = 0
    while let event = typed.next(
      from: &index, isConnecting: side.isConnecting, isReplacing: side.isReplacing)
    {
      if case .line(let line) = event { run(line) } else { side.leave() }
    }
  }

  private func run(_ line: [UInt8]) {
    do {
      let command = try PromptReader(role: settings.role).read(line)
      isTyping = command.isTyped && outputs.showsViews
      defer { isTyping = false }
      if try !side.run(command) { try run(command) }
    } catch {
      complain(error)
      // What the history does not keep would be lost.
      if line.count > 65536 || line.first == 0x20 || line.contains(0) { editor.insert(line) }
    }
    flush()
  }

  private func run(_ command: PromptCommand) throws {
    if try sender.run(command) { return }
    switch command {
    case .show(let view):
      change { $0.frames.show = view }
      tellWhatFits(view)
    case .hex(let isOn): change { $0.frames.hex = isOn }
    case .pretty(let isOn): change { $0.payload.pretty = isOn }
    case .only(let words): filter { $0.show(only: words) }
    case .grep(let text):
      let pattern = try text.map { try Pattern($0, option: "/grep") }
      filter { $0.pattern = pattern }
    case .time(let style): change { $0.time = style }
    case .last(let n): say(try reports.last(n))
    case .handshake: say(try reports.handshakes())
    case .stats: say(reports.statistics())
    case .save(let path): tell(try reports.save(HistoryPath.expanded(path)))
    case .savePayload(let path, let n): tell(try reports.savePayload(HistoryPath.expanded(path), n))
    case .edit: compose()
    case .record(let path): try record(path)
    case .help(let verb): say(reports.help(verb))
    case .quit: side.leave()
    // What sends has been tried, and the others belong to one side.
    case .message, .file, .ping, .pong, .close, .fragments, .frame: break
    case .script, .connect, .reconnect, .clients, .to, .kick: break
    }
  }

  /// Sends what is typed.
  var sender: PromptSender { PromptSender(settings: settings, target: side) }

  private var reports: PromptReports {
    PromptReports(settings: settings, history: history, target: side, columns: columns)
  }

  private var columns: Int? { Descriptor.columns(settings.terminal) }

  private func tellWhatFits(_ view: FrameView) {
    if outputs.showsViews, let words = view.narrowWords(columns: columns) { tell(words) }
  }

  private func filter(_ body: (inout FrameFilter) -> Void) {
    change { body(&$0.frames.filter) }
    if settings.views.frames.show == .off { tell("no frames are shown now; /show line shows them") }
  }

  private func change(_ body: (inout ViewConfiguration) -> Void) {
    body(&settings.views)
    for one in side.allConnections { body(&one.view.options) }
  }

  /// Opens the user's editor on the terminal and sends what was written there.
  private func compose() {
    let limit = limit
    let kind = settings.kind
    let box = NIOLoopBoundBox(self, eventLoop: loop)
    let loop = loop
    editor.lend {
      let result = Result { () throws(Failure) in try ExternalEditor.compose(kind, limit: limit) }
      loop.execute { box.value.composed(result) }
    }
  }

  private func composed(_ result: Result<[UInt8], Failure>) {
    do {
      let text = try result.get()
      if text.isEmpty { return tell("nothing was written, so nothing was sent") }
      do { try sender.send(written: text) } catch {
        editor.insert(text)
        throw error
      }
    } catch {
      complain(error)
    }
    flush()
  }
}

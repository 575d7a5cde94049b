import WebSocketWire

/// What a client writes of what comes, and of the run.
struct OutputPlan {
  /// How messages are told apart on standard output.
  let framing: OutputFraming
  let printsPayload: Bool
  let target: OutputTarget
  let escapesPayload: Bool
  /// Whether it is said that lines are not messages any more: not to a person, who sees it.
  let watchesLines: Bool
  let views: ViewConfiguration
  /// A file that views go to instead of standard error; `-` is standard output.
  let viewPath: String?
  /// Whether nothing is said on standard error but what went wrong.
  let isQuiet: Bool
  /// What is written as JSON Lines.
  let events: EventPlan?
  /// How all that happens is recorded; nil where it is not.
  let recording: RecordingPlan?
  /// What is printed at the end; nil for nothing.
  let writeOut: WriteOutFormat?

  init(_ options: ClientOptions, printsPayload: Bool, _ console: Console) throws(Failure) {
    target = try options.pipe?.target() ?? .standard
    if !printsPayload, case .folder = target {
      throw Failure(.usage, "--echo writes no messages, so --split cannot be combined with it")
    }
    let isTerminal = target.isTerminal(console)
    let live = try options.views.live(console, isRedirected: target.isElsewhere)
    let events = try options.pipe?.allEvents.plan(options.views, limit: EventPlan.clientLimit)
    framing = options.framing
    viewPath = options.views.path
    isQuiet = options.pipe?.files.options?.quiet ?? false
    // Events take the place of the payload, unless they go to a file.
    let isReplaced = events != nil && viewPath == nil
    self.printsPayload =
      printsPayload
      && (target.isElsewhere || options.views.leavePayload(live, console)) && (target.isFolder || !isReplaced)
    escapesPayload = isTerminal && !options.views.unescaped
    watchesLines = framing == .line && !isTerminal || framing == .nul
    views = events == nil ? live : live.off
    self.events = events
    recording = try options.record?.plan(showsSecrets: options.views?.heads.showSecrets ?? false)
    writeOut = try options.report?.format()
  }

  /// Whether messages or events are written to one output.
  var writesOutput: Bool { !target.isFolder || events != nil }

  /// What writes messages as the framing says; nil where none are written, or not to one output.
  func printer(on outputs: RunOutputs) -> PayloadPrinter? {
    guard printsPayload, !target.isFolder else { return nil }
    return PayloadPrinter(
      output: outputs.payload, framing: framing, escapes: escapesPayload, indents: escapesPayload)
  }
}

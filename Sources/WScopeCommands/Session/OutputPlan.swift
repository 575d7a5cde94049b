import WebSocketWire

/// What a client writes of what comes, and of the run.
struct OutputPlan {
  /// How messages are told apart on standard output.
  let framing: OutputFraming
  let printsPayload: Bool
  let escapesPayload: Bool
  /// Whether it is said that lines are not messages any more: not to a person, who sees it.
  let watchesLines: Bool
  let views: ViewConfiguration
  /// A file that views go to instead of standard error; `-` is standard output.
  let viewPath: String?
  /// What is written as JSON Lines.
  let events: EventPlan?
  /// What is printed at the end; nil for nothing.
  let writeOut: WriteOutFormat?

  init(_ options: ClientOptions, url: String, printsPayload: Bool, _ console: Console) throws(Failure) {
    let live = options.views.live(console, url: url)
    let events = try options.pipe?.allEvents.plan(options.views, limit: EventPlan.clientLimit)
    framing = options.framing
    viewPath = options.views.path
    // Events take the place of the payload, unless they go to a file.
    let isReplaced = events != nil && viewPath == nil
    self.printsPayload = printsPayload && options.views.leavePayload(live, console) && !isReplaced
    escapesPayload = console.outputIsTerminal && !options.views.unescaped
    watchesLines = framing == .line && !console.outputIsTerminal
    views = events == nil ? live : live.off
    self.events = events
    writeOut = try options.report?.format()
  }
}

import WebSocketConversation
import WebSocketTransport
import WebSocketWire

/// What `connect` does with a URL: all that its options say, or the defaults.
struct ConnectChoices {
  var execute: [PlacedValue] = []
  var wait: LingerTime?
  var expect: Int?
  var timeout: Seconds?
  /// How standard input is cut, as `--in` says.
  var framing = InputFraming.line
  var echo = false
  var slash = false
  var script: ScriptOptions?
  var options = ClientOptions()

  /// Runs a prompt on a terminal unless an option says otherwise, and elsewhere a filter or a one-shot.
  func run(_ url: String, _ console: Console) throws {
    let plan = try plan(url, console)
    guard console.hasPrompt, plan.input.splitter != nil, cut == .line, plan.output.events == nil else {
      return try Runner.run(plan)
    }
    try checkPrompt()
    try Runner.prompt(
      plan,
      try PromptSettings(
        options.views, role: .client, kind: try options.kind(), spelling: try options.spelling(),
        limit: options.endpoint.held,
        historyName: HistoryPath.name(of: plan.connection.url),
        history: options.prompt?.history, console))
  }

  /// Fails for what has no meaning at a prompt.
  private func checkPrompt() throws(Failure) {
    if options.pipe?.files.options?.quiet == true {
      throw Failure(.usage, "--quiet goes with -x or a pipe: a prompt says what happens")
    }
    let limit =
      wait.map { _ in "--wait" } ?? (script?.isGiven == true ? nil : timeout.map { _ in "--timeout" })
      ?? options.ending?.all.first
      ?? options.staying?.givenLimit
    if let limit {
      throw Failure(.usage, "\(limit) goes with -x or a pipe: at a prompt you say when it ends")
    }
    if let file = options.pipe?.files.options?.given {
      throw Failure(.usage, "\(file) goes with -x or a pipe: at a prompt messages are on the screen")
    }
    if options.report?.writeOut != nil {
      throw Failure(.usage, "--write-out goes with -x or a pipe: at a prompt a run has no end to report")
    }
  }

  func plan(_ url: String, _ console: Console) throws -> ClientPlan {
    try check()
    let kind = try options.kind(isBinary: cut.isBinary)
    let script = try scriptPlan(kind)
    let splitter =
      echo || (isOneShot || script != nil) && !isInteractive
      ? nil : try InputForm(framing: cut).splitter(kind: kind, limit: options.endpoint.held)
    return try ClientPlan(
      url: url,
      input: InputPlan(
        messages: script == nil ? execute.map { $0.message(kind) } : [], script: script,
        splitter: splitter, heedsSlashes: slash && cut == .line, options: options,
        replyTimeout: (timeout ?? Seconds(10)).duration),
      end: try end(script), echoes: echo, options: options, console: console)
  }

  private var isOneShot: Bool { !execute.isEmpty }

  private var isInteractive: Bool { script?.isInteractive == true }

  /// nil where there are messages alone.
  private func scriptPlan(_ kind: MessageKind) throws(Failure) -> ScriptPlan? {
    guard let script, script.hasSteps || script.isInteractive || isOneShot && script.isGiven else {
      return nil
    }
    let reader = try script.reader(messages: execute, spelling: options.spelling())
    return ScriptPlan(
      steps: reader.steps, limit: (timeout ?? Seconds(10)).duration, kind: kind)
  }

  private var cut: InputFraming {
    framing == .line && options.pipe?.form.options?.null == true ? .nul : framing
  }

  /// Fails for options that exclude each other.
  private func check() throws(Failure) {
    if echo, isOneShot || script?.isGiven == true {
      let option = isOneShot ? "-x" : "a script"
      throw Failure(.usage, "--echo sends back what comes, so \(option) cannot be combined with it")
    }
    if echo, let form = options.pipe?.form.options, form.pace != nil || form.fragment != nil {
      throw Failure(
        .usage,
        "--echo sends back what comes as it comes, so --pace and --fragment cannot be combined with it")
    }
    if let script, !script.values.isEmpty, !script.hasSteps, !isOneShot {
      throw Failure(.usage, "--set gives a name to -x and scripts, and there is none")
    }
    if isInteractive, !isOneShot, script?.hasSteps != true {
      throw Failure(.usage, "--interactive goes on after -x or a script, and there is none")
    }
    if echo, let option = options.ending?.all.first ?? expect.map({ _ in "--expect" }) {
      throw Failure(.usage, "--echo ends with the server, so \(option) cannot be combined with it")
    }
    if options.ending?.one == true, script?.hasSteps == true || isInteractive {
      throw Failure(.usage, "--one-message sends one message, so a script and -i cannot be combined with it")
    }
    try options.ending?.check(
      arguments: isOneShot && script?.hasSteps != true && !isInteractive ? execute.count : nil,
      beside: [wait.map { _ in "--wait" }, expect.map { _ in "--expect" }].compactMap(\.self))
    if echo, wait != nil || timeout != nil {
      throw Failure(.usage, "--echo ends with the server, so --wait and --timeout cannot be combined with it")
    }
    if wait != nil, timeout != nil {
      throw Failure(.usage, "--wait stays whatever comes, so --timeout cannot be combined with it")
    }
  }

  private func end(_ script: ScriptPlan?) throws(Failure) -> CompletionRule {
    if echo { return .untilClosed() }
    if let wait { return .stay(wait.duration) }
    if let rule = try options.ending?.rule(timeout: timeout?.duration) { return rule }
    if let script, script.endsWithWait, expect == nil, !isInteractive {
      return .expect(0, within: script.limit)
    }
    guard isOneShot && self.script?.hasSteps != true && !isInteractive || expect != nil else {
      return .drain(idle: .seconds(1), firstReply: timeout?.duration)
    }
    return SendChoices.expectation(expect, of: execute.count, timeout ?? Seconds(10))
  }
}

extension PlacedValue {
  fileprivate func message(_ kind: MessageKind) -> OutgoingMessage {
    OutgoingMessage(kind: kind, bytes: Array(text.utf8), origin: "a message of -x")
  }
}

import WebSocketConversation
import WebSocketTransport
import WebSocketWire

/// What `connect` does with a URL: all that its options say, or the defaults.
struct ConnectChoices {
  var execute: [String] = []
  var wait: LingerTime?
  var expect: Int?
  var timeout: Seconds?
  /// How standard input is cut, as `--in` says.
  var framing = InputFraming.line
  var echo = false
  var slash = false
  var options = ClientOptions()

  /// Runs a prompt where a person sits at a terminal and is not told otherwise, and else a filter or a one-shot.
  func run(_ url: String, _ console: Console) throws {
    let plan = try plan(url, console)
    guard console.hasPrompt, plan.input.splitter != nil, cut == .line, plan.output.events == nil else {
      return try Runner.run(plan)
    }
    try checkPrompt()
    try Runner.prompt(
      plan,
      try PromptSettings(
        options.views, role: .client, kind: try options.kind(), limit: options.endpoint.held,
        historyName: plan.connection.url.host, console))
  }

  /// Fails for what has no meaning at a prompt.
  private func checkPrompt() throws(Failure) {
    if try !options.spelling().isPlain {
      throw Failure(.usage, "escapes, hex and base64 of messages go with -x or a pipe")
    }
    let limit =
      wait.map { _ in "--wait" } ?? timeout.map { _ in "--timeout" } ?? options.ending?.all.first
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
    let splitter =
      isOneShot || echo ? nil : try InputForm(framing: cut).splitter(kind: kind, limit: options.endpoint.held)
    return try ClientPlan(
      url: url,
      input: InputPlan(
        messages: execute.map {
          OutgoingMessage(kind: kind, bytes: Array($0.utf8), origin: "a message of -x")
        },
        splitter: splitter, heedsSlashes: slash && cut == .line, options: options),
      end: try end(), echoes: echo, options: options, console: console)
  }

  private var isOneShot: Bool { !execute.isEmpty }

  private var cut: InputFraming {
    framing == .line && options.pipe?.form.options?.null == true ? .nul : framing
  }

  /// Fails for options that exclude each other.
  private func check() throws(Failure) {
    if isOneShot, echo {
      throw Failure(.usage, "--echo sends back what comes, so -x cannot be combined with it")
    }
    if echo, let option = options.ending?.all.first ?? expect.map({ _ in "--expect" }) {
      throw Failure(.usage, "--echo ends with the server, so \(option) cannot be combined with it")
    }
    try options.ending?.check(
      arguments: isOneShot ? execute.count : nil,
      beside: [wait.map { _ in "--wait" }, expect.map { _ in "--expect" }].compactMap(\.self))
    if echo, wait != nil || timeout != nil {
      throw Failure(.usage, "--echo ends with the server, so --wait and --timeout cannot be combined with it")
    }
    if wait != nil, timeout != nil {
      throw Failure(.usage, "--wait stays whatever comes, so --timeout cannot be combined with it")
    }
  }

  private func end() throws(Failure) -> CompletionRule {
    if echo { return .untilClosed() }
    if let wait { return .stay(wait.duration) }
    if let rule = try options.ending?.rule(timeout: timeout?.duration) { return rule }
    guard isOneShot || expect != nil else {
      return .drain(idle: .seconds(1), firstReply: timeout?.duration)
    }
    return SendChoices.expectation(expect, of: execute.count, timeout ?? Seconds(10))
  }
}
